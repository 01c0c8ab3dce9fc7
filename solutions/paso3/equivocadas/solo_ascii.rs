//! Equivocación: rechaza lo que no sea ASCII.
//! Falla: ida_y_vuelta — «al escribir solo hay dos errores»
//! Y por eso: terminador, justo, nul, hijo, referencia

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
///
/// Los bytes que siguen al NUL quedan como estaban.
///
/// # Errores
/// [`MessageError::ContainsNul`] si el texto lleva un NUL dentro y, si no,
/// [`MessageError::TooLong`] si no cabe con su terminador. Con cualquiera de los
/// dos, la región queda intacta.
pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    if !text.is_ascii() {
        return Err(MessageError::InvalidUtf8);
    }
    if let Some(position) = text.bytes().position(|byte| byte == 0) {
        return Err(MessageError::ContainsNul { position });
    }
    // El terminador también ocupa sitio: por eso `<` y no `<=`.
    if text.len() < region.len() {
        region[..text.len()].copy_from_slice(text.as_bytes());
        region[text.len()] = 0;
        Ok(())
    } else {
        let max = region.len().saturating_sub(1);
        Err(MessageError::TooLong { max })
    }
}

/// Lee el mensaje que hay al principio de `region`.
///
/// # Errores
/// [`MessageError::Unterminated`] si no hay ningún NUL en la región y, si lo hay,
/// [`MessageError::InvalidUtf8`] si lo anterior a él no es UTF-8.
pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let text = CStr::from_bytes_until_nul(region).map_err(|_| MessageError::Unterminated)?;
    text.to_str().map_err(|_| MessageError::InvalidUtf8)
}
