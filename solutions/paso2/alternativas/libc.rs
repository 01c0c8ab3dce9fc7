//! Alternativa: llama a fork sin la ayuda de nix, como en C.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::errno::Errno;
use nix::libc;
use nix::unistd::Pid;

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().lock().flush();
    let _ = io::stderr().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    let pid = Errno::result(unsafe { libc::fork() })?;
    if pid > 0 {
        return Ok(Pid::from_raw(pid));
    }
    let code = match catch_unwind(AssertUnwindSafe(child)) {
        Ok(code) => code,
        Err(_) => 101,
    };
    let _ = io::stdout().lock().flush();
    // SEGURIDAD: `_exit` no tiene requisitos.
    unsafe { libc::_exit(code) }
}
