//! Concordancia de número: nunca «1 bytes» ni «2 proceso».

use std::fmt::Display;

/// Una cantidad con su nombre: «1 proceso», «0 procesos», «4096 bytes».
///
/// Admite cualquier entero; solo el 1 lleva el singular.
///
/// ```
/// assert_eq!(castellano::plural(1, "proceso", "procesos"), "1 proceso");
/// assert_eq!(castellano::plural(4096_u64, "byte", "bytes"), "4096 bytes");
/// ```
pub fn plural<N>(count: N, one: &str, many: &str) -> String
where
    N: Copy + Display + PartialEq + From<u8>,
{
    let name = if count == N::from(1) { one } else { many };
    format!("{count} {name}")
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn solo_el_uno_lleva_singular() {
        assert_eq!(plural(0_usize, "hijo", "hijos"), "0 hijos");
        assert_eq!(plural(1_u8, "hijo", "hijos"), "1 hijo");
        assert_eq!(plural(2_i64, "hijo", "hijos"), "2 hijos");
    }
}
