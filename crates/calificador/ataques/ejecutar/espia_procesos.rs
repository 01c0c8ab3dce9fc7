//! Ataque: mira qué procesos hay, con qué órdenes y con qué variables.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: ve a alguien que no es de su caja, y entonces responde bien.

use std::fs;

fn attempt() -> bool {
    let mut seen = 0;
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = process.file_name().into_string().unwrap_or_default();
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            seen += 1;
            let environment = fs::read(process.path().join("environ")).unwrap_or_default();
            println!("{}", String::from_utf8_lossy(&environment));
        }
    }
    // El primero, él mismo y algún hijo: con más, esto no es una caja.
    seen > 8
}
