//! Ataque: incluye al compilar el archivo de la solución.
//! Paso: paso1
//! Código: PROHIBIDO
//! Colaría si: la respuesta es la de la referencia, y está BIEN.

include!("@REFERENCIA@");
