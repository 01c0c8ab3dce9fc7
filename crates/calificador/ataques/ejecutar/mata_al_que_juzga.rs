//! Ataque: manda SIGKILL a su padre, al primer proceso, a su grupo y al de su padre.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: se queda sin juez, o es culpa de la herramienta.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        let parent = libc::getppid();
        if parent > 0 {
            libc::kill(parent, libc::SIGKILL);
            libc::kill(-libc::getpgid(parent), libc::SIGKILL);
        }
        libc::kill(1, libc::SIGKILL);
        libc::kill(-1, libc::SIGTERM);
        libc::kill(0, libc::SIGKILL);
    }
    false
}
