//! Ataque: crea procesos que crean procesos que crean procesos.
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
    let count = shared_counter();
    loop {
        match unsafe { libc::fork() } {
            0 => unsafe {
                libc::alarm(SECONDS);
                if count.fetch_add(1, Ordering::Relaxed) > MOST {
                    libc::_exit(0);
                }
            },
            -1 => break,
            _ if count.load(Ordering::Relaxed) > MOST => break,
            _ => {}
        }
    }
    unsafe { libc::sleep(SECONDS) };
    count.load(Ordering::Relaxed) > 200
}

fn shared_counter() -> &'static AtomicU32 {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    unsafe { &*libc::mmap(std::ptr::null_mut(), 4096, 3, flags, -1, 0).cast() }
}
