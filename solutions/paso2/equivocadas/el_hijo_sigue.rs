//! Equivocación: el hijo ejecuta la clausura y vuelve al código del padre.
//! Falla: no_vuelve — «El hijo también siguió»
//! Y por eso: codigo, panico

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::unistd::{ForkResult, Pid, fork};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let _ = catch_unwind(AssertUnwindSafe(child));
            Ok(Pid::from_raw(0))
        }
    }
}
