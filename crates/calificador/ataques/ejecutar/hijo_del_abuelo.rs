//! Ataque: crea con CLONE_PARENT un hermano, que no es hijo suyo sino de quien lo juzga.
//! Paso: paso1
//! Código: MAL o PROCESOS o PROHIBIDO
//! Final: si_cuela
//! Colaría si: queda en marcha, o está BIEN.

use nix::libc;

fn attempt() -> bool {
    let flags = libc::CLONE_PARENT | libc::SIGCHLD;
    let child = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    if child == 0 {
        unsafe {
            libc::alarm(60);
            loop {
                libc::pause();
            }
        }
    }
    false
}
