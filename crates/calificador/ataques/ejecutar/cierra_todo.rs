//! Ataque: cierra todos los descriptores y abre otra cosa en su sitio.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        libc::close_range(0, u32::MAX, 0);
        for _ in 0..64 {
            libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
        }
    }
    false
}
