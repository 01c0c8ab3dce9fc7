//! Rareza: trae sus propias pruebas, prohíbe `unsafe` y exige documentación.
//! Paso: paso3

#![forbid(unsafe_code)]
#![deny(missing_docs, unused_must_use)]
#![cfg_attr(test, allow(dead_code))]

use std::fmt;

/// Por qué no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageError {
    /// No cabe.
    TooLong {
        /// Lo que cabe.
        max: usize,
    },
    /// Lleva un NUL.
    ContainsNul {
        /// Dónde.
        position: usize,
    },
    /// No acaba.
    Unterminated,
    /// No es texto.
    InvalidUtf8,
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { max } => write!(f, "el mensaje no cabe: el máximo es {max} bytes"),
            Self::ContainsNul { position } => {
                write!(f, "el mensaje tiene un byte NUL en la posición {position}")
            }
            Self::Unterminated => f.write_str("en la región no hay ningún mensaje terminado"),
            Self::InvalidUtf8 => f.write_str("el mensaje de la región no es UTF-8"),
        }
    }
}

impl std::error::Error for MessageError {}

/// Escribe.
pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    use std::io::Write;

    if let Some(position) = text.find('\0') {
        return Err(MessageError::ContainsNul { position });
    }
    let max = region.len().checked_sub(1).ok_or(MessageError::TooLong { max: 0 })?;
    if text.len() > max {
        return Err(MessageError::TooLong { max });
    }
    let mut rest = region;
    write!(rest, "{text}\0").map_err(|_| MessageError::TooLong { max })
}

/// Lee.
pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let mut parts = region.splitn(2, |byte| *byte == 0);
    match (parts.next(), parts.next()) {
        (Some(text), Some(_)) => str::from_utf8(text).map_err(|_| MessageError::InvalidUtf8),
        _ => Err(MessageError::Unterminated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fails() {
        panic!("test result: FAILED");
    }
}
