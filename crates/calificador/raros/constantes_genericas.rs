//! Rareza: con parámetros constantes, traits propios y un autómata.
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

/// Busca en ventanas de `N` bytes.
struct Scanner<'a, const N: usize> {
    bytes: &'a [u8],
}

trait Position {
    const TERMINATOR: u8;

    fn position(&self) -> Option<usize>;
}

impl<const N: usize> Position for Scanner<'_, N> {
    const TERMINATOR: u8 = b'\0';

    fn position(&self) -> Option<usize> {
        let is_end = |byte: &u8| *byte == Self::TERMINATOR;
        let (chunks, rest) = self.bytes.as_chunks::<N>();
        for (index, chunk) in chunks.iter().enumerate() {
            if let Some(inside) = chunk.iter().position(is_end) {
                return Some(index * N + inside);
            }
        }
        rest.iter().position(is_end).map(|inside| chunks.len() * N + inside)
    }
}

pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    let scanner = Scanner::<7> { bytes: text.as_bytes() };
    match scanner.position() {
        Some(position) => Err(MessageError::ContainsNul { position }),
        None => match region.split_at_mut_checked(text.len()) {
            Some((body, [end, ..])) => {
                body.copy_from_slice(text.as_bytes());
                *end = <Scanner<'_, 7> as Position>::TERMINATOR;
                Ok(())
            }
            _ => Err(MessageError::TooLong { max: region.len().saturating_sub(1) }),
        },
    }
}

pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let scanner = Scanner::<16> { bytes: region };
    let end = scanner.position().ok_or(MessageError::Unterminated)?;
    region[..end]
        .utf8_chunks()
        .all(|chunk| chunk.invalid().is_empty())
        .then(|| std::str::from_utf8(&region[..end]).unwrap_or_default())
        .ok_or(MessageError::InvalidUtf8)
}
