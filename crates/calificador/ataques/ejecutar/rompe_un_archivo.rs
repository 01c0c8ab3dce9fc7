//! Ataque: escribe en archivos de quien califica y del sistema, y los borra.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: rompe alguno, y entonces responde bien.

use std::fs;

fn attempt() -> bool {
    let targets = ["@CANARIO@", "@VECINO@", "/usr/marca", "/etc/marca", "/lib/marca", "/proc/sys/kernel/hostname"];
    targets
        .iter()
        .any(|path| fs::write(path, "estuve aquí").is_ok() || fs::remove_file(path).is_ok())
}
