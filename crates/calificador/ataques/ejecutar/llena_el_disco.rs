//! Ataque: escribe gigabytes en cada carpeta donde se pueda.
//! Paso: paso1
//! Código: MAL o MEMORIA o SEÑAL
//! Final: si_cuela
//! Colaría si: consigue un gigabyte, y entonces responde bien.

use std::fs;

/// Acotado: archivos de un mebibyte entre todas las carpetas.
const MOST: usize = 1200;

fn attempt() -> bool {
    let folders = [
        "/tmp", "/dev/shm", ".", "/", "/var/tmp", "/dev", "/run", "/home", "/usr", "/etc",
    ];
    let block = vec![1_u8; 1 << 20];
    let mut written = 0;
    for folder in folders {
        written += (0..MOST - written)
            .take_while(|n| fs::write(format!("{folder}/relleno{n}"), &block).is_ok())
            .count();
    }
    written >= 1000
}
