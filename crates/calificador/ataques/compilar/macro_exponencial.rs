//! Ataque: escribe una macro que se duplica a sí misma.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el compilador pasa de su memoria o de su tiempo.

macro_rules! twice {
    ($($piece:tt)*) => {
        twice! { $($piece)* $($piece)* }
    };
}

fn attempt() -> bool {
    twice! { 1 + }
    true
}
