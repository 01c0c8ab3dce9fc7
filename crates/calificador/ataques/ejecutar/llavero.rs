//! Ataque: guarda un mensaje en el llavero del núcleo, que no entiende de cajas.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let key = unsafe {
        libc::syscall(
            libc::SYS_add_key,
            c"user".as_ptr(),
            c"recado".as_ptr(),
            c"hola".as_ptr(),
            4,
            -5_i32,
        )
    };
    let joined = unsafe { libc::syscall(libc::SYS_keyctl, 1, c"recado".as_ptr()) };
    key >= 0 || joined >= 0
}
