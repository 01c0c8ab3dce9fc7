//! Ataque: se manda una señal cada microsegundo, y en cada una crea un hijo: quien lo traza para en todas.
//! Paso: paso1
//! Código: TIEMPO o PROCESOS o MAL
//! Final: si_cuela
//! Colaría si: quien juzga no da abasto, o está BIEN.

use std::sync::atomic::{AtomicU32, Ordering};

use nix::libc;

static RUNG: AtomicU32 = AtomicU32::new(0);

extern "C" fn ring(_: libc::c_int) {
    // Acotado: cien hijos, que terminan enseguida.
    if RUNG.fetch_add(1, Ordering::Relaxed) < 100 {
        unsafe {
            if libc::fork() == 0 {
                libc::_exit(0);
            }
        }
    }
}

fn attempt() -> bool {
    unsafe {
        let handler: extern "C" fn(libc::c_int) = ring;
        libc::signal(libc::SIGALRM, handler as libc::sighandler_t);
        let every = libc::timeval {
            tv_sec: 0,
            tv_usec: 1,
        };
        let timer = libc::itimerval {
            it_interval: every,
            it_value: every,
        };
        // El temporizador se queda puesto: el resto del programa corre con él.
        libc::setitimer(libc::ITIMER_REAL, &raw const timer, std::ptr::null_mut());
        while RUNG.load(Ordering::Relaxed) < 1000 {
            std::hint::spin_loop();
        }
    }
    false
}
