//! Equivocación: espera a los ya creados sin terminarlos antes.
//! Falla: ninguno — «se le espera sin más»

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
                return Err(errno);
            }
        }
    }
    Ok(children)
}

/// Termina a estos hijos y los recoge.
fn undo(children: &[Pid]) {
    for &child in children {
        let _ = paso4::wait_for(child);
    }
}
