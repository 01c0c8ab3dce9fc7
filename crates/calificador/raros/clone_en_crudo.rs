//! Rareza: crea el hijo con la llamada `clone`, por su número.
//! Paso: paso2

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::errno::Errno;
use nix::libc;
use nix::unistd::Pid;

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: como fork: sin pila propia ni memoria compartida.
    let pid = unsafe { libc::syscall(libc::SYS_clone, libc::SIGCHLD, 0, 0, 0, 0) };
    match Errno::result(pid)? {
        0 => {
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
        pid => Ok(Pid::from_raw(i32::try_from(pid).unwrap_or(-1))),
    }
}
