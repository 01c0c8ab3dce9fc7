//! Equivocación: no vacía la salida antes de fork, y el texto pendiente se copia al hijo.
//! Falla: texto — «Salió 2 veces»

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::unistd::{ForkResult, Pid, fork};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
