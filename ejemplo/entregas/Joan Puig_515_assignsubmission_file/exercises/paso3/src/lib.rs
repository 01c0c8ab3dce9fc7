//! Paso 3, comunicar: un mensaje de texto dentro de la región.
//!
//! El mensaje son los bytes UTF-8 del texto y, detrás, un byte NUL (0) que dice
//! dónde acaba: el convenio de las cadenas de C.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso3 -- --mensaje "¡Hola!"` y corrígelo con
//! `cargo test -p paso3`.

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
/// - Copia los bytes del texto (`text.as_bytes()`) y pon un 0 detrás.
/// - No toques ningún byte más allá de ese 0.
/// - El texto y su terminador tienen que caber. Si caben justos, vale; si falta
///   un byte, no.
///
/// # Errores
/// En este orden:
///
/// 1. [`MessageError::ContainsNul`] si el texto lleva un NUL dentro;
/// 2. [`MessageError::TooLong`] si no cabe con su terminador.
///
/// Mira si hay error **antes** de escribir: con cualquiera de los dos, la región
/// tiene que quedar intacta. `strcpy` (`man 3 strcpy`) no mira, y de ahí vienen
/// cuarenta años de fallos de seguridad.
pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == 0 {
            return Err(MessageError::ContainsNul { position: i });
        }
    }
    if bytes.len() >= region.len() {
        return Err(MessageError::TooLong {
            max: region.len().saturating_sub(1),
        });
    }
    i = 0;
    while i < bytes.len() {
        region[i] = bytes[i];
        i += 1;
    }
    region[i] = 0;
    Ok(())
}

/// Lee el mensaje que hay al principio de `region`.
///
/// - Busca el primer NUL; el mensaje son los bytes anteriores.
/// - Si no lo hay, no sigas leyendo detrás de la región: lo que haya allí no es
///   tuyo.
/// - Comprueba que esos bytes son UTF-8: los escribió otro proceso.
///
/// Te pueden servir [`std::ffi::CStr::from_bytes_until_nul`] o
/// [`std::str::from_utf8`].
///
/// # Errores
/// [`MessageError::Unterminated`] si no hay ningún NUL en la región y, si lo hay,
/// [`MessageError::InvalidUtf8`] si lo anterior a él no es UTF-8.
pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    let end = region
        .iter()
        .position(|&b| b == 0)
        .ok_or(MessageError::Unterminated)?;
    std::str::from_utf8(&region[..end]).map_err(|_| MessageError::InvalidUtf8)
}
