//! Alternativa: crea y recoge a los hijos con fork y waitpid, como en C.

use std::io::{self, Write};

use nix::errno::Errno;
use nix::libc;
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
    let _ = io::stdout().flush();
    let mut children: Vec<libc::pid_t> = Vec::new();
    for number in 0..count {
        // SEGURIDAD: el proceso tiene un solo hilo.
        let pid = unsafe { libc::fork() };
        if pid == 0 {
            let code = child(number);
            let _ = io::stdout().flush();
            // SEGURIDAD: terminar no tiene requisitos.
            unsafe { libc::_exit(code) };
        }
        if pid < 0 {
            let refused = Errno::last();
            children.into_iter().for_each(end);
            return Err(refused);
        }
        children.push(pid);
    }
    Ok(children.into_iter().map(Pid::from_raw).collect())
}

/// Termina a este hijo y lo recoge.
fn end(child: libc::pid_t) {
    // SEGURIDAD: `kill` y `waitpid` no tocan más memoria que la que se les da: ninguna.
    unsafe {
        libc::kill(child, libc::SIGKILL);
        while libc::waitpid(child, std::ptr::null_mut(), 0) < 0 && Errno::last() == Errno::EINTR {}
    }
}
