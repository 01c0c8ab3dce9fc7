//! Ataque: enlaza la solución por el nombre de su biblioteca.
//! Paso: paso1
//! Código: NO_COMPILA
//! Colaría si: la respuesta es la de la referencia, y está BIEN.

extern crate solucion1;

pub use solucion1::allocate;
