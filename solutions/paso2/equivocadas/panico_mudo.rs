//! Equivocación: calla el mensaje del pánico para que no ensucie la pantalla.
//! Falla: panico — «Que el mensaje del pánico llegara a la salida de errores»

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::unistd::{ForkResult, Pid, fork};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            panic::set_hook(Box::new(|_| {}));
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
