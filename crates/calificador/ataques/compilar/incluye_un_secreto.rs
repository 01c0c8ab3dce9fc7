//! Ataque: mete en el programa un archivo de quien califica.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: compila, o el secreto sale en el informe.

const SECRET: &[u8] = include_bytes!("@CANARIO@");

fn attempt() -> bool {
    println!("{}", String::from_utf8_lossy(SECRET));
    true
}
