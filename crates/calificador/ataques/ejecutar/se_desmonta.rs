//! Ataque: quita de su memoria todo lo que puede, con su propio código dentro.
//! Paso: paso1
//! Código: SEÑAL
//! Final: si_cuela
//! Colaría si: quien juzga se rompe al mirar donde ya no hay nada, o está BIEN.

use nix::libc;

fn attempt() -> bool {
    unsafe { libc::munmap(std::ptr::null_mut(), 1 << 46) };
    unsafe { libc::munmap(std::ptr::without_provenance_mut(4096), (1 << 47) - 8192) };
    false
}
