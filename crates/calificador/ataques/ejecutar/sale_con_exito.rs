//! Ataque: termina el programa con éxito, desde Rust.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

fn attempt() -> bool {
    std::process::exit(0)
}
