//! Equivocación: si fork falla, devuelve lo último que le pasó al deshacer.
//! Falla: error — «el de deshacer lo hecho»
//! Y por eso: vecino

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::wait;
use nix::unistd::Pid;

/// Crea `count` hijos, o ninguno. El hijo número `i` (0, 1, 2…) ejecuta `child(i)` y
/// termina con el código que devuelva.
///
/// Devuelve los PID, el del hijo `i` en el lugar `i`.
///
/// # Errores
/// Los de `fork(2)`. Entonces no queda ningún hijo de los que sí se crearon: los termina
/// y los recoge. A los demás hijos de este proceso no los toca.
pub fn spawn_all(count: usize, child: impl Fn(usize) -> i32) -> nix::Result<Vec<Pid>> {
    let mut children = Vec::new();
    for number in 0..count {
        match paso2::spawn(|| child(number)) {
            Ok(pid) => children.push(pid),
            Err(errno) => {
                undo(&children);
                // Ya no queda ninguno: `wait` dice ECHILD.
                wait()?;
                return Err(errno);
            }
        }
    }
    Ok(children)
}

/// Termina a estos hijos y los recoge.
fn undo(children: &[Pid]) {
    // A todos antes de esperar a ninguno: así mueren a la vez, y no uno detrás de otro.
    for &child in children {
        // SIGKILL no se puede ignorar. A un hijo que ya terminó no le hace nada, y su PID
        // sigue siendo suyo mientras nadie lo recoja. De lo que falle aquí no se puede
        // hacer nada mejor que seguir: el error que importa es el de `fork`.
        let _ = kill(child, Signal::SIGKILL);
    }
    for &child in children {
        let _ = paso4::wait_for(child);
    }
}
