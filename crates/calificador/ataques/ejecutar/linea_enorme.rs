//! Ataque: escribe una sola línea de tres megabytes, sin UTF-8 y sin final, en la salida y en los errores.
//! Paso: paso1
//! Código: MAL o TIEMPO
//! Final: si_cuela
//! Colaría si: el informe crece con ella.

use std::io::Write;

fn attempt() -> bool {
    let line = vec![0xe2_u8; 3 << 20];
    let _ = std::io::stdout().write_all(&line);
    let _ = std::io::stderr().write_all(&line);
    panic!("{}", "\u{200b}\u{61c}ñ".repeat(1 << 20));
}
