//! Equivocación: olvida el código que devuelve la clausura.
//! Falla: codigo — «El valor que devuelve la clausura se pierde»

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::unistd::{ForkResult, Pid, fork};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let code = match catch_unwind(AssertUnwindSafe(child)) {
                Ok(_) => 0,
                Err(_) => 101,
            };
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
