//! Alternativa: una guarda que, si no se la desarma, deshace lo hecho al desaparecer.

use nix::errno::Errno;
use nix::libc;
use nix::sys::wait::waitpid;
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
    let mut crew = Crew(Vec::with_capacity(count));
    for number in 0..count {
        crew.0.push(paso2::spawn(|| child(number))?);
    }
    Ok(crew.dismiss())
}

/// Los hijos creados hasta ahora: mueren con ella.
struct Crew(Vec<Pid>);

impl Crew {
    /// Ya están todos: la guarda no tiene que hacer nada.
    fn dismiss(mut self) -> Vec<Pid> {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for pid in &self.0 {
            // SEGURIDAD: `kill` no toca la memoria de este proceso.
            unsafe { libc::kill(pid.as_raw(), libc::SIGKILL) };
        }
        for pid in &self.0 {
            while waitpid(*pid, None) == Err(Errno::EINTR) {}
        }
    }
}
