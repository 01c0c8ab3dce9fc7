//! Rareza: sin un solo bucle: todo se llama a sí mismo, y muy hondo.
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

pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    if let Some(position) = find(text.as_bytes(), 0) {
        return Err(MessageError::ContainsNul { position });
    }
    if text.len() >= region.len() {
        let max = region.len().saturating_sub(1);
        return Err(MessageError::TooLong { max });
    }
    copy(region, text.as_bytes());
    Ok(())
}

pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let end = find(region, 0).ok_or(MessageError::Unterminated)?;
    std::str::from_utf8(&region[..end]).map_err(|_| MessageError::InvalidUtf8)
}

/// Un nivel de recursión por byte.
fn find(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes {
        [] => None,
        [0, ..] => Some(at),
        [_, rest @ ..] => find(rest, at + 1),
    }
}

fn copy(region: &mut [u8], text: &[u8]) {
    match (region, text) {
        ([end, ..], []) => *end = 0,
        ([first, rest @ ..], [byte, others @ ..]) => {
            *first = *byte;
            copy(rest, others);
        }
        ([], _) => {}
    }
}
