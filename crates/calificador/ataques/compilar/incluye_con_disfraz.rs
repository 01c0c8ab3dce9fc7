//! Ataque: llama a `include!` sin escribir su nombre seguido de «!».
//! Paso: paso1
//! Código: NO_COMPILA
//! Colaría si: la respuesta es la de la referencia, y está BIEN.

macro_rules! call {
    ($name:ident, $path:literal) => {
        $name!($path);
    };
}

call!(include, "@REFERENCIA@");
