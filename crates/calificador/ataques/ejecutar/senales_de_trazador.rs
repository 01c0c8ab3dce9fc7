//! Ataque: se manda las señales que usa quien traza: SIGTRAP, SIGSTOP, SIGCONT y SIGCHLD, y para en un punto de ruptura.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: quien juzga las toma por suyas y se pierde, o está BIEN.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        libc::signal(libc::SIGTRAP, libc::SIG_IGN);
        for _ in 0..50 {
            libc::raise(libc::SIGTRAP);
            libc::raise(libc::SIGCHLD);
            if libc::fork() == 0 {
                libc::kill(libc::getppid(), libc::SIGCONT);
                libc::raise(libc::SIGTRAP);
                libc::_exit(0);
            }
            libc::wait(std::ptr::null_mut());
        }
        libc::signal(libc::SIGTRAP, libc::SIG_DFL);
        libc::raise(libc::SIGTRAP);
    }
    false
}
