//! Ataque: usa la solución como si fuera un módulo suyo.
//! Paso: paso1
//! Código: PROHIBIDO
//! Colaría si: la respuesta es la de la referencia, y está BIEN.

#[path = "@REFERENCIA@"]
mod theirs;

pub use theirs::allocate;
