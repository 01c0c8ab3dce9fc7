//! Ataque: pide atender él los fallos de página, la herramienta de muchos ataques al núcleo.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    unsafe { libc::syscall(libc::SYS_userfaultfd, 1) >= 0 }
}
