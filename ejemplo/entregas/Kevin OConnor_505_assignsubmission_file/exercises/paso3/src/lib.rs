//! Paso 3, comunicar: un mensaje de texto dentro de la región.
//!
//! El mensaje son los bytes UTF-8 del texto y, detrás, un byte NUL (0) que dice
//! dónde acaba: el convenio de las cadenas de C.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso3 -- --mensaje "¡Hola!"` y corrígelo con
//! `cargo test -p paso3`.

use std::ffi::CString;
use std::fmt;

/// Por qué un mensaje no se puede escribir o leer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageError {
    /// El texto no cabe: la región admite `max` bytes de texto, además del NUL.
    TooLong {
        /// Bytes de texto que caben como mucho (0 si la región está vacía).
        max: usize,
    },
    /// El texto lleva dentro un byte NUL, que lo cortaría.
    ContainsNul {
        /// Posición, en bytes, del primer NUL.
        position: usize,
    },
    /// En la región no hay ningún NUL: no se sabe dónde acaba el mensaje.
    Unterminated,
    /// Los bytes que hay antes del NUL no son UTF-8.
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

/// Escribe `text` al principio de `region`, terminado en NUL.
pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    let message = CString::new(text).map_err(|e| MessageError::ContainsNul {
        position: e.nul_position(),
    })?;
    let message = message.as_bytes_with_nul();
    let max = region.len().saturating_sub(1);
    let place = region
        .get_mut(..message.len())
        .ok_or(MessageError::TooLong { max })?;
    place.copy_from_slice(message);
    Ok(())
}

/// Lee el mensaje que hay al principio de `region`.
pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    match region.split(|b| *b == 0).next() {
        Some(text) if text.len() < region.len() => {
            std::str::from_utf8(text).or(Err(MessageError::InvalidUtf8))
        }
        _ => Err(MessageError::Unterminated),
    }
}
