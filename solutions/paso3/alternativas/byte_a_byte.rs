//! Alternativa: recorre los bytes con bucles, como se haría en C.

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
    let bytes = text.as_bytes();
    let mut position = 0;
    while position < bytes.len() {
        if bytes[position] == 0 {
            return Err(MessageError::ContainsNul { position });
        }
        position += 1;
    }
    if bytes.len() + 1 > region.len() {
        return Err(MessageError::TooLong {
            max: if region.is_empty() {
                0
            } else {
                region.len() - 1
            },
        });
    }
    for i in 0..bytes.len() {
        region[i] = bytes[i];
    }
    region[bytes.len()] = 0;
    Ok(())
}

/// Lee el mensaje que hay al principio de `region`.
pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let mut len = 0;
    loop {
        if len == region.len() {
            return Err(MessageError::Unterminated);
        }
        if region[len] == 0 {
            break;
        }
        len += 1;
    }
    match str::from_utf8(&region[..len]) {
        Ok(text) => Ok(text),
        Err(_) => Err(MessageError::InvalidUtf8),
    }
}
