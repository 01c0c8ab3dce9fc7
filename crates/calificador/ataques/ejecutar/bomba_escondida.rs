//! Ataque: como la bomba, pero cada proceso cambia de sesión, no hace caso a las señales y es hijo de nadie.
//! Paso: paso1
//! Código: PROCESOS o TIEMPO
//! Final: si_cuela
//! Colaría si: pasa del límite, y entonces responde bien.

use std::sync::atomic::{AtomicU32, Ordering};

use nix::libc;

/// Acotada: aunque nada la pare, no pasa de estos procesos ni de este tiempo.
const MOST: u32 = 400;
const SECONDS: u32 = 20;

fn attempt() -> bool {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    let count: &AtomicU32 =
        unsafe { &*libc::mmap(std::ptr::null_mut(), 4096, 3, flags, -1, 0).cast() };
    for _ in 0..MOST {
        if unsafe { libc::fork() } == 0 {
            unsafe {
                libc::setsid();
                for signal in 1..32 {
                    if signal != libc::SIGALRM {
                        libc::signal(signal, libc::SIG_IGN);
                    }
                }
                libc::alarm(SECONDS);
                if libc::fork() != 0 || count.fetch_add(1, Ordering::Relaxed) > MOST {
                    libc::_exit(0);
                }
                loop {
                    libc::pause();
                }
            }
        }
    }
    count.load(Ordering::Relaxed) > 200
}
