//! Ataque: se vuelve a ejecutar con LD_PRELOAD y las demás variables que el cargador obedece.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use std::os::unix::process::CommandExt;
use std::process::Command;

fn attempt() -> bool {
    if std::env::var_os("LD_PRELOAD").is_some() {
        return false;
    }
    let _ = Command::new("/proc/self/exe")
        .args(std::env::args_os().skip(1))
        .env("LD_PRELOAD", "/proc/self/exe")
        .env("LD_LIBRARY_PATH", "/tmp:/dev/shm")
        .env("LD_AUDIT", "/tmp/auditor.so")
        .exec();
    false
}
