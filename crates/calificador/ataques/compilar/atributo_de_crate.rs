//! Ataque: se declara programa completo y sin biblioteca estándar.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: cambia qué se compila, y está BIEN.

#![crate_type = "cdylib"]
#![no_main]

fn attempt() -> bool {
    false
}
