//! Ataque: crea con vfork un hijo que comparte la memoria del padre y no la suelta.
//! Paso: paso2
//! Código: TIEMPO o MAL
//! Colaría si: quien juzga se queda esperando, o está BIEN.

use nix::libc;
use nix::unistd::Pid;

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
    let pid = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    if pid == 0 {
        // El padre sigue parado mientras este no termine.
        loop {
            unsafe { libc::sleep(3600) };
        }
    }
    drop(child);
    Ok(Pid::from_raw(i32::try_from(pid).unwrap_or(-1)))
}
