//! Rareza: el hijo crea un ayudante, lo mata y lo recoge antes de hacer lo suyo.
//! Paso: paso2

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork, pause};

/// Crea un proceso que no hace nada, lo mata y lo recoge.
fn helper() -> nix::Result<()> {
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => {
            kill(child, Signal::SIGKILL)?;
            waitpid(child, None)?;
            Ok(())
        }
        ForkResult::Child => loop {
            pause();
        },
    }
}

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let _ = helper();
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
