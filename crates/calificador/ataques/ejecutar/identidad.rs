//! Ataque: se cambia de usuario y de grupo, y se da permisos de administrador.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let header: [u32; 2] = [0x2008_0522, 0];
    let everything: [u32; 6] = [u32::MAX; 6];
    unsafe {
        libc::setuid(0) == 0
            || libc::setgid(0) == 0
            || libc::syscall(libc::SYS_capset, header.as_ptr(), everything.as_ptr()) == 0
    }
}
