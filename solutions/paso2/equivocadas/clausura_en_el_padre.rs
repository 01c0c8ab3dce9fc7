//! Equivocación: ejecuta la clausura antes de fork, así que la ejecuta el padre.
//! Falla: hijo — «La ejecutó el padre»
//! Y por eso: pid, panico, rechazo

use std::io::{self, Write};

use nix::libc;
use nix::unistd::{ForkResult, Pid, fork};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    let code = child();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        // SEGURIDAD: `_exit` no tiene requisitos.
        ForkResult::Child => unsafe { libc::_exit(code) },
    }
}
