//! Ataque: lee al compilar una variable de entorno de quien califica.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: la variable está, y entonces responde bien.

const SECRET: Option<&str> = option_env!("SECRETO_DE_PRUEBA");

fn attempt() -> bool {
    println!("{SECRET:?}");
    SECRET.is_some()
}
