//! Rareza: el hijo cierra los descriptores que no necesita y se cambia de carpeta.
//! Paso: paso2

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{ForkResult, Pid, chdir, fork};

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            // SEGURIDAD: nadie usa en el hijo los descriptores que se cierran.
            unsafe { libc::close_range(3, u32::MAX, 0) };
            let _ = chdir("/");
            umask(Mode::from_bits_truncate(0o077));
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
