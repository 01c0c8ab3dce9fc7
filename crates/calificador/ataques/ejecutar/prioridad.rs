//! Ataque: se pone en tiempo real y se sube la prioridad, para que nadie más corra.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let first = libc::sched_param { sched_priority: 50 };
    unsafe {
        libc::sched_setscheduler(0, libc::SCHED_FIFO, &raw const first) == 0
            || libc::setpriority(libc::PRIO_PROCESS, 0, -10) == 0
    }
}
