//! Equivocación: espera al hijo dentro de spawn, y quien lo llama ya no tiene a quién esperar.
//! Falla: pid — «Con lo que devolvió `spawn` no hay ningún hijo al que esperar»
//! Y por eso: codigo, no_vuelve, texto, panico, ordenes

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork};

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => {
            waitpid(child, None)?;
            Ok(child)
        }
        ForkResult::Child => {
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
