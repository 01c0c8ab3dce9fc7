//! Ataque: mira si alguien lo traza, y solo entonces responde mal.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: quien juzga no lo traza, o no se le ve.

fn attempt() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.contains("TracerPid:\t0\n")
}
