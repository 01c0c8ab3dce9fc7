//! Ataque: pide las llamadas al sistema por un anillo, donde los filtros no miran.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut parameters = [0_u8; 120];
    unsafe { libc::syscall(libc::SYS_io_uring_setup, 4, parameters.as_mut_ptr()) >= 0 }
}
