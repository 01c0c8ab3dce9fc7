//! Ataque: pone a girar a sus hijos mientras él espera sin gastar nada.
//! Paso: paso1
//! Código: TIEMPO o MAL
//! Final: si_cuela
//! Colaría si: quien juzga solo cuenta lo que gasta el padre.

use nix::libc;

fn attempt() -> bool {
    for _ in 0..8 {
        if unsafe { libc::fork() } == 0 {
            unsafe { libc::alarm(120) };
            loop {
                std::hint::spin_loop();
            }
        }
    }
    unsafe { libc::wait(std::ptr::null_mut()) };
    true
}
