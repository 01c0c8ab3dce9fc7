//! Ataque: cambia de raíz.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        libc::mkdir(c"/tmp/raiz".as_ptr(), 0o755);
        libc::chroot(c"/tmp/raiz".as_ptr()) == 0
            || libc::syscall(libc::SYS_pivot_root, c"/tmp/raiz".as_ptr(), c"/tmp/raiz".as_ptr()) == 0
            || libc::umount2(c"/proc".as_ptr(), libc::MNT_DETACH) == 0
    }
}
