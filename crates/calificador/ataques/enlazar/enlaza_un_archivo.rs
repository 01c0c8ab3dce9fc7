//! Ataque: pide que se enlace un archivo de fuera de su carpeta.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: enlaza.

#[link(name = "solucion1", kind = "static")]
unsafe extern "C" {}

fn attempt() -> bool {
    true
}
