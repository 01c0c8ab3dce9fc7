//! Ataque: pide un volcado de memoria sin límite y aborta.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: deja un archivo enorme en alguna parte.

use nix::libc;

fn attempt() -> bool {
    let endless = libc::rlimit {
        rlim_cur: libc::RLIM_INFINITY,
        rlim_max: libc::RLIM_INFINITY,
    };
    unsafe {
        libc::setrlimit(libc::RLIMIT_CORE, &raw const endless);
        let size = 64 << 20;
        let bytes = libc::mmap(std::ptr::null_mut(), size, 3, 0x22, -1, 0);
        if bytes != libc::MAP_FAILED {
            bytes.write_bytes(1, size);
        }
        libc::abort()
    }
}
