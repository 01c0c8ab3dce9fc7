//! Ataque: busca la solución subiendo carpetas desde la suya.
//! Paso: paso1
//! Código: PROHIBIDO
//! Colaría si: la respuesta es la de la referencia, y está BIEN.

#[path = "../../../solutions/paso1/src/lib.rs"]
mod theirs;

pub use theirs::allocate;
