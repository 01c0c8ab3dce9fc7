//! La contraseña de un arranque: la llevan las páginas que se sirven y nadie más.
//!
//! Va escrita dentro del HTML, que otra página no puede leer. No puede ir en un
//! guion, que se puede cargar desde fuera, ni en una galleta, que no distingue
//! puertos.

use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};

/// Bytes de azar.
const BYTES: usize = 16;

/// Una contraseña nueva en cada arranque.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Una al azar.
    ///
    /// # Errores
    /// Si el sistema no da azar.
    pub fn random() -> Result<Self> {
        let mut bytes = [0; BYTES];
        File::open("/dev/urandom")
            .and_then(|mut source| source.read_exact(&mut bytes))
            .context("el sistema no da números al azar")?;
        let mut text = String::with_capacity(2 * BYTES);
        for byte in bytes {
            // Escribir en un String no falla.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// Si `other` es esta. Tarda lo mismo acierte lo que acierte.
    pub fn matches(&self, other: &[u8]) -> bool {
        let ours = self.0.as_bytes();
        let different = ours.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
        ours.len() == other.len() && different == 0
    }

    /// Lo que se añade a la cabecera de cada página.
    pub fn tag(&self) -> String {
        format!("<meta name=\"taller-token\" content=\"{}\">\n", self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solo_vale_la_misma() {
        let (token, other) = (Token::random().unwrap(), Token::random().unwrap());

        assert!(token.matches(token.0.as_bytes()));
        assert!(!token.matches(other.0.as_bytes()));
        assert!(!token.matches(&token.0.as_bytes()[..31]));
        assert!(!token.matches(b""));
        assert!(!format!("{token:?}").contains(&token.0));
    }
}
