//! Ataque: mete en el programa las contraseñas del sistema.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: compila, o /etc/shadow sale en el informe.

const SECRET: &str = include_str!("/etc/shadow");

fn attempt() -> bool {
    println!("{SECRET}");
    true
}
