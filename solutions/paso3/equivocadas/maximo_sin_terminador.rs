//! Equivocación: dice que cabe un byte más de los que caben.
//! Falla: justo — «El máximo no es el que toca»
//! Y por eso: intacta, referencia

use std::ffi::CStr;
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
    if let Some(position) = text.bytes().position(|byte| byte == 0) {
        return Err(MessageError::ContainsNul { position });
    }
    if text.len() >= region.len() {
        return Err(MessageError::TooLong { max: region.len() });
    }
    region[..text.len()].copy_from_slice(text.as_bytes());
    region[text.len()] = 0;
    Ok(())
}

/// Lee el mensaje que hay al principio de `region`.
pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let text = CStr::from_bytes_until_nul(region).map_err(|_| MessageError::Unterminated)?;
    text.to_str().map_err(|_| MessageError::InvalidUtf8)
}
