//! Ataque: hace que el compilador lea un archivo que no se acaba.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: el compilador se lleva la memoria de la máquina o no termina.

static ZEROS: &[u8] = include_bytes!("/dev/zero");

fn attempt() -> bool {
    ZEROS.len() > 1 << 30
}
