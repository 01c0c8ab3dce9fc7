//! Ataque: carga código en el núcleo.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut attributes = [0_u32; 32];
    attributes[..4].copy_from_slice(&[1, 4, 4, 1]);
    unsafe { libc::syscall(libc::SYS_bpf, 0, attributes.as_ptr(), 128) >= 0 }
}
