//! Ataque: se cambia por otra ejecución de su propio programa, que no llama a la función.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use std::os::unix::process::CommandExt;
use std::process::Command;

fn attempt() -> bool {
    let _ = Command::new("/proc/self/exe").arg("--version").exec();
    false
}
