//! Ataque: crea con CLONE_UNTRACED un hijo al que el vigilante no ve, y es él quien trabaja.
//! Paso: paso1
//! Código: MAL o PROCESOS o PROHIBIDO
//! Final: si_cuela
//! Colaría si: el hijo hace lo que quiere y nadie lo nota.

use nix::libc;

fn attempt() -> bool {
    let flags = libc::CLONE_UNTRACED | libc::SIGCHLD;
    let child = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    if child == 0 {
        unsafe {
            libc::setsid();
            libc::alarm(60);
            loop {
                libc::pause();
            }
        }
    }
    child > 0
}
