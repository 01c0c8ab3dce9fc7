//! Ataque: duerme para siempre.
//! Paso: paso1
//! Código: TIEMPO o MAL
//! Final: si_cuela
//! Colaría si: quien juzga espera más de lo que dice su plazo.

fn attempt() -> bool {
    loop {
        std::thread::sleep(std::time::Duration::from_secs(3600));
    }
}
