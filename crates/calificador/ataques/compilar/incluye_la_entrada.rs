//! Ataque: hace que el compilador espere a que alguien escriba.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: el compilador espera hasta que se acaba su tiempo.

static INPUT: &[u8] = include_bytes!("/dev/stdin");

fn attempt() -> bool {
    !INPUT.is_empty()
}
