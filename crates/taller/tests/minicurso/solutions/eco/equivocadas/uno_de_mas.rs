//! Equivocación: suma uno de más.
//! Falla: tres — «Da 7.»
//! Y por eso: cero

/// El doble de `n`.
pub fn double(n: u32) -> u32 {
    2 * n + 1
}
