//! La referencia.

/// El doble de `n`.
pub fn double(n: u32) -> u32 {
    2 * n
}
