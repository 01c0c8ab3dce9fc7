//! Alternativa: se llama a sí misma: cada vuelta deshace su hijo si la siguiente falla.

use nix::sys::signal::{Signal, kill};
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
    spawn_rest(0, count, &child, &mut children)?;
    Ok(children)
}

fn spawn_rest(
    number: usize,
    count: usize,
    child: &impl Fn(usize) -> i32,
    children: &mut Vec<Pid>,
) -> nix::Result<()> {
    if number == count {
        return Ok(());
    }
    let pid = paso2::spawn(|| child(number))?;
    children.push(pid);
    spawn_rest(number + 1, count, child, children).inspect_err(|_| {
        let _ = kill(pid, Signal::SIGKILL);
        let _ = paso4::wait_for(pid);
    })
}
