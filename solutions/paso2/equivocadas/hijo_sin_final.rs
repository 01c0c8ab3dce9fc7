//! Equivocación: el hijo se queda en un bucle cuando acaba la clausura, en lugar de terminar.
//! Falla: codigo — «seguía sin terminar»
//! Y por eso: no_vuelve, pid, texto, panico, rechazo, ordenes

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::unistd::{ForkResult, Pid, fork, pause};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let _ = catch_unwind(AssertUnwindSafe(child));
            loop {
                pause();
            }
        }
    }
}
