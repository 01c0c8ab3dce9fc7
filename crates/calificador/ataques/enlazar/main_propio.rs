//! Ataque: define el `main` del programa.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: se ejecuta el suyo y no el del ejercicio, o está BIEN.

#[unsafe(no_mangle)]
pub extern "C" fn main(_count: i32, _arguments: *const *const u8) -> i32 {
    println!("Bytes distintos de cero: 0");
    0
}

fn attempt() -> bool {
    false
}
