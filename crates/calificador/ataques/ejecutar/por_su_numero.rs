//! Ataque: abre archivos por su número de inodo, sin pasar por sus carpetas.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut handle = [0_u8; 136];
    handle[0] = 128;
    let mut mount = 0;
    unsafe {
        let root = libc::open(c"/".as_ptr(), libc::O_RDONLY);
        libc::syscall(libc::SYS_name_to_handle_at, root, c"".as_ptr(), handle.as_mut_ptr(), &raw mut mount, 0x1000);
        libc::syscall(libc::SYS_open_by_handle_at, root, handle.as_ptr(), libc::O_RDONLY) >= 0
    }
}
