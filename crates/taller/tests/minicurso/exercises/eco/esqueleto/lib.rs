//! Lo que recibe el estudiante.

/// El doble de `n`.
pub fn double(n: u32) -> u32 {
    todo!("Eco: devuelve el doble")
}
