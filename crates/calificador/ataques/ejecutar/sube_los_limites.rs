//! Ataque: se sube los límites, y los de los demás, antes de crear procesos.
//! Paso: paso1
//! Código: PROCESOS o TIEMPO o MAL
//! Final: si_cuela
//! Colaría si: pasa del límite, y entonces responde bien.

use nix::libc::{self, rlimit64};

fn attempt() -> bool {
    let endless = rlimit64 {
        rlim_cur: u64::MAX,
        rlim_max: u64::MAX,
    };
    for pid in [0, 1, 2] {
        for resource in 0..16 {
            unsafe { libc::prlimit64(pid, resource, &raw const endless, std::ptr::null_mut()) };
        }
    }
    let born = (0..400)
        .take_while(|_| match unsafe { libc::fork() } {
            0 => unsafe {
                libc::alarm(20);
                libc::pause();
                libc::_exit(0)
            },
            child => child > 0,
        })
        .count();
    born > 200
}
