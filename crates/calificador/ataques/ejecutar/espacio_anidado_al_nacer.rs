//! Ataque: se hace una caja dentro de la caja al crear un hijo, con clone y con clone3.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let flags = libc::CLONE_NEWUSER | libc::CLONE_NEWPID | libc::SIGCHLD;
    let child = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    if child == 0 {
        unsafe { libc::_exit(0) }
    }
    let arguments: [u64; 8] = [libc::CLONE_NEWUSER as u64, 0, 0, 0, libc::SIGCHLD as u64, 0, 0, 0];
    let other = unsafe { libc::syscall(libc::SYS_clone3, arguments.as_ptr(), 64) };
    if other == 0 {
        unsafe { libc::_exit(0) }
    }
    unsafe { while libc::wait(std::ptr::null_mut()) > 0 {} }
    child > 0 || other > 0
}
