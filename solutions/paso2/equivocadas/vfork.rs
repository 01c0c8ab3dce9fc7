//! Equivocación: crea el hijo con vfork, que no copia la memoria.
//! Falla: hijo — «Con `vfork` no hay copia»

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::errno::Errno;
use nix::libc;
use nix::unistd::Pid;

/// El código con el que Rust termina un proceso que ha entrado en pánico.
const PANIC_CODE: i32 = 101;

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
///
/// El padre vuelve enseguida, con el PID del hijo. El hijo no vuelve nunca de
/// esta función: si `child` entra en pánico, termina con el código 101.
/// Véase `fork(2)` y `_exit(2)`.
///
/// # Errores
/// Los de `fork(2)`: `EAGAIN` si hay demasiados procesos, `ENOMEM` si no hay
/// memoria. Entonces no hay hijo, y `child` no se ejecuta.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    // Lo que quede en el búfer se copiaría con el resto de la memoria, y el
    // texto saldría dos veces: una del padre y otra del hijo.
    let _ = io::stdout().flush();
    // SEGURIDAD: no la hay: el hijo usa la pila de su padre.
    match Errno::result(unsafe { libc::vfork() })? {
        0 => run_and_exit(child),
        pid => Ok(Pid::from_raw(pid)),
    }
}

/// El resto de la vida del hijo: ejecuta `child` y termina el proceso.
fn run_and_exit(child: impl FnOnce() -> i32) -> ! {
    // Un pánico que saliera de aquí seguiría por el código del padre.
    let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(PANIC_CODE);
    let _ = io::stdout().flush();
    // SEGURIDAD: `_exit` no tiene requisitos; y, al contrario que `exit`, no
    // ejecuta en el hijo lo que el padre dejó preparado para su propio final.
    unsafe { libc::_exit(code) }
}
