//! Rareza: con strnlen y memcpy de la biblioteca de C, declaradas a mano.
//! Paso: paso3

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageError {
    TooLong { max: usize },
    ContainsNul { position: usize },
    Unterminated,
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

use std::ffi::{c_char, c_void};

unsafe extern "C" {
    fn strnlen(text: *const c_char, most: usize) -> usize;
    fn memcpy(to: *mut c_void, from: *const c_void, count: usize) -> *mut c_void;
    fn memchr(text: *const c_void, byte: i32, count: usize) -> *const c_void;
}

pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    let start = text.as_ptr();
    // SEGURIDAD: son los bytes de `text`.
    let nul = unsafe { memchr(start.cast(), 0, text.len()) };
    if !nul.is_null() {
        let position = nul as usize - start as usize;
        return Err(MessageError::ContainsNul { position });
    }
    if text.len() >= region.len() {
        let max = region.len().saturating_sub(1);
        return Err(MessageError::TooLong { max });
    }
    // SEGURIDAD: caben, con su terminador, y no se solapan.
    unsafe {
        memcpy(region.as_mut_ptr().cast(), start.cast(), text.len());
        region.as_mut_ptr().add(text.len()).write(0);
    }
    Ok(())
}

pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    // SEGURIDAD: no mira más allá de la región.
    let length = unsafe { strnlen(region.as_ptr().cast(), region.len()) };
    if length == region.len() {
        return Err(MessageError::Unterminated);
    }
    std::str::from_utf8(&region[..length]).map_err(|_| MessageError::InvalidUtf8)
}
