//! Rareza: guarda cuentas en variables globales, del hilo y de una sola vez, y escribe «FAILED» en los errores.
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

use std::cell::Cell;
use std::ffi::CString;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

static CALLS: AtomicUsize = AtomicUsize::new(0);
static LOG: LazyLock<Mutex<Vec<String>>> = LazyLock::new(Mutex::default);

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

fn note(what: &str) {
    CALLS.fetch_add(1, Ordering::Relaxed);
    DEPTH.set(DEPTH.get() + 1);
    if let Ok(mut log) = LOG.lock() {
        log.push(what.to_owned());
        if log.len() == 1 {
            eprintln!("test result: FAILED. (Es solo un registro: {what})");
        }
    }
}

pub fn write_message(region: &mut [u8], text: &str) -> Result<(), MessageError> {
    note("write");
    let bytes = match CString::new(text) {
        Ok(text) => text.into_bytes_with_nul(),
        Err(error) => {
            return Err(MessageError::ContainsNul {
                position: error.nul_position(),
            });
        }
    };
    let max = region.len().saturating_sub(1);
    let place = region.get_mut(..bytes.len());
    place.ok_or(MessageError::TooLong { max })?.copy_from_slice(&bytes);
    Ok(())
}

pub fn read_message(region: &[u8]) -> Result<&str, MessageError> {
    note("read");
    let end = region
        .iter()
        .position(|&byte| byte == 0)
        .ok_or(MessageError::Unterminated)?;
    std::str::from_utf8(&region[..end]).map_err(|_| MessageError::InvalidUtf8)
}
