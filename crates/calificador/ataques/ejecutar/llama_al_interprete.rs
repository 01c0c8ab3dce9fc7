//! Ataque: se cambia por un intérprete de órdenes que escribe lo que se espera.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use std::os::unix::process::CommandExt;
use std::process::Command;

fn attempt() -> bool {
    for shell in ["/bin/sh", "/usr/bin/sh", "/bin/bash", "/usr/bin/python3", "/bin/busybox"] {
        let _ = Command::new(shell)
            .args(["-c", "echo 'Bytes distintos de cero: 0'; exit 0"])
            .exec();
    }
    false
}
