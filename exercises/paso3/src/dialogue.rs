//! El diálogo con el juez: un caso por línea, una respuesta por línea.
//!
//! | petición | respuesta |
//! |---|---|
//! | `write REGIÓN TEXTO` | `RESULTADO REGIÓN` (la región, después) |
//! | `read REGIÓN` | `RESULTADO TEXTO` (vacío si hay error) |
//!
//! Las regiones y los textos van en hexadecimal, y un `-` es el vacío. La región
//! termina justo donde empieza una página prohibida: quien lea o escriba un byte
//! de más muere con `SIGSEGV`, y no puede pasar inadvertido.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;
use std::slice;

use castellano::errno::call_failed;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, mprotect};
use paso3::MessageError;

/// Bytes de una página.
const PAGE: usize = 4096;

/// Responde a cada línea de la entrada estándar hasta que se acabe.
///
/// # Errores
/// Si una petición no se entiende, o si falla la entrada, la salida o la reserva.
pub fn answer_all() -> Result<ExitCode, Box<dyn Error>> {
    let mut arena = Arena::new()?;
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = answer(&mut arena, &line?)?;
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(arena: &mut Arena, line: &str) -> Result<String, Box<dyn Error>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["write", region, text] => {
            let text = String::from_utf8(from_hex(text)?)?;
            let region = arena.place(&from_hex(region)?)?;
            let result = paso3::write_message(region, &text);
            Ok(format!("{} {}", describe(result), to_hex(region)))
        }
        ["read", region] => {
            let region = arena.place(&from_hex(region)?)?;
            let result = paso3::read_message(region);
            let text = to_hex(result.unwrap_or_default().as_bytes());
            Ok(format!("{} {text}", describe(result.map(|_| ()))))
        }
        _ => Err(format!("petición que no se entiende: {line}").into()),
    }
}

fn describe(result: Result<(), MessageError>) -> String {
    match result {
        Ok(()) => "ok".into(),
        Err(MessageError::TooLong { max }) => format!("TooLong:{max}"),
        Err(MessageError::ContainsNul { position }) => format!("ContainsNul:{position}"),
        Err(MessageError::Unterminated) => "Unterminated".into(),
        Err(MessageError::InvalidUtf8) => "InvalidUtf8".into(),
    }
}

/// Dos páginas: una para la región y otra, detrás, que no se puede tocar.
struct Arena {
    start: NonNull<u8>,
}

impl Arena {
    fn new() -> Result<Self, Box<dyn Error>> {
        let len = NonZeroUsize::new(2 * PAGE).ok_or("longitud nula")?;
        let access = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
        // SEGURIDAD: el núcleo elige un hueco libre.
        let start = unsafe { mmap_anonymous(None, len, access, MapFlags::MAP_PRIVATE) }
            .map_err(|e| call_failed("mmap", e).to_string())?;
        // SEGURIDAD: la segunda página es nuestra y todavía no la usa nadie.
        unsafe { mprotect(start.byte_add(PAGE), PAGE, ProtFlags::PROT_NONE) }
            .map_err(|e| call_failed("mprotect", e).to_string())?;
        Ok(Self {
            start: start.cast(),
        })
    }

    /// Copia `bytes` justo delante de la página prohibida.
    fn place(&mut self, bytes: &[u8]) -> Result<&mut [u8], Box<dyn Error>> {
        let offset = PAGE
            .checked_sub(bytes.len())
            .ok_or("la región no cabe en una página")?;
        // SEGURIDAD: los `len` últimos bytes de la primera página son nuestros, y
        // `&mut self` asegura que el préstamo del caso anterior ya terminó.
        let region =
            unsafe { slice::from_raw_parts_mut(self.start.add(offset).as_ptr(), bytes.len()) };
        region.copy_from_slice(bytes);
        Ok(region)
    }
}

fn to_hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "-".into();
    }
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    if text == "-" {
        return Ok(Vec::new());
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| Ok(u8::from_str_radix(str::from_utf8(pair)?, 16)?))
        .collect()
}
