//! Equivocación: eleva al cuadrado en lugar de doblar.
//! Falla: tres — «Da 9.»

/// El doble de `n`.
pub fn double(n: u32) -> u32 {
    n * n
}
