//! La huella de un contenido, para darle nombre o compararlo.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// El SHA-256 de `bytes`, en 64 cifras hexadecimales.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Escribir en un String no falla.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
