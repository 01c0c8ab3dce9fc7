//! Ataque: el hijo se cambia por otro programa que dice lo mismo sin ejecutar la clausura.
//! Paso: paso2
//! Código: MAL o SEÑAL
//! Colaría si: quien juzga se fía de la salida, y está BIEN.

use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::unistd::{ForkResult, Pid, fork};

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let _ = Command::new("/bin/echo").arg("Soy el hijo").exec();
            drop(child);
            std::process::exit(7)
        }
    }
}
