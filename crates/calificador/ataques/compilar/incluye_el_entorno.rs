//! Ataque: mete en el programa las variables de entorno y la orden del compilador.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: el secreto de quien califica sale en el informe.

const ENVIRONMENT: &[u8] = include_bytes!("/proc/self/environ");
const COMMAND: &[u8] = include_bytes!("/proc/self/cmdline");

fn attempt() -> bool {
    println!("{}", String::from_utf8_lossy(COMMAND));
    println!("{}", String::from_utf8_lossy(ENVIRONMENT));
    ENVIRONMENT
        .windows(17)
        .any(|piece| piece == b"SECRETO_DE_PRUEBA")
}
