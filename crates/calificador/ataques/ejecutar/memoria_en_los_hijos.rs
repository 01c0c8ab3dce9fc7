//! Ataque: reparte la memoria entre muchos hijos, para que ninguno pase de su límite.
//! Paso: paso1
//! Código: MEMORIA o MAL o TIEMPO
//! Final: si_cuela
//! Colaría si: entre todos consiguen dos gigabytes, y entonces responde bien.

use std::sync::atomic::{AtomicUsize, Ordering};

use nix::libc;

const PIECE: usize = 64 << 20;

fn attempt() -> bool {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    let total: &AtomicUsize =
        unsafe { &*libc::mmap(std::ptr::null_mut(), 4096, 3, flags, -1, 0).cast() };
    // Acotado: 32 hijos de 64 MiB, y no más de 15 segundos.
    for _ in 0..32 {
        if unsafe { libc::fork() } == 0 {
            unsafe { libc::alarm(15) };
            let bytes = vec![1_u8; PIECE];
            std::hint::black_box(&bytes);
            total.fetch_add(PIECE, Ordering::Relaxed);
            unsafe { libc::sleep(15) };
            unsafe { libc::_exit(0) }
        }
    }
    (0..30).any(|_| {
        unsafe { libc::usleep(100_000) };
        total.load(Ordering::Relaxed) >= 2 << 30
    })
}
