//! El texto de un archivo entregado, y el nombre que se le da.

use sha2::{Digest, Sha256};

/// Un archivo, ya como texto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// El texto, con finales de línea de Unix y sin marca al principio. `rustc` no
    /// distingue uno de otro, así que dos entregas que solo se diferencien en eso son
    /// el mismo trabajo.
    pub text: String,
    /// Qué se tuvo que suponer para leerlo.
    pub doubt: Option<&'static str>,
}

/// Lee `bytes` como se pueda.
pub fn read(bytes: &[u8]) -> Text {
    let (text, mut doubt) = match (from_utf16(bytes), std::str::from_utf8(bytes)) {
        (Some(text), _) => (text, Some("está en UTF-16")),
        (None, Ok(text)) => (text.to_owned(), None),
        (None, Err(_)) => (
            String::from_utf8_lossy(bytes).into_owned(),
            Some("no está en UTF-8, y lo que no se entiende se lee como «\u{FFFD}»"),
        ),
    };
    let mut text = normalize(&text);
    // Para `rustc` un retorno de carro solo no acaba una línea: un comentario al principio
    // se comería el archivo entero.
    if text.contains('\r') && !text.contains('\n') {
        text = text.replace('\r', "\n");
        doubt.get_or_insert("tiene los finales de línea de los Mac antiguos (CR)");
    }
    Text { text, doubt }
}

/// Sin marca de orden de bytes y con finales de línea de Unix.
pub fn normalize(text: &str) -> String {
    text.strip_prefix('\u{FEFF}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
}

/// El texto de `bytes`, si empieza con la marca de UTF-16.
pub fn from_utf16(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Some(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Some(utf16(rest, u16::from_be_bytes)),
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

/// El SHA-256 de `bytes`, en hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Escribir en un String no falla.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_program_saved_by_another_editor_is_the_same_work() {
        let unix = read("// ñ\nfn a() {}\n".as_bytes());
        let windows = read("\u{FEFF}// ñ\r\nfn a() {}\r\n".as_bytes());
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(
            "// ñ\r\nfn a() {}\r\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );

        assert_eq!(unix.text, windows.text);
        assert_eq!(unix.text, read(&wide).text);
        assert_eq!((unix.doubt, windows.doubt), (None, None));
        assert!(read(&wide).doubt.is_some());
    }

    #[test]
    fn lines_that_end_as_in_an_old_mac_end_all_the_same() {
        let read = read(b"// uno\rfn a() {}\r");

        assert_eq!(read.text, "// uno\nfn a() {}\n");
        assert!(read.doubt.is_some_and(|doubt| doubt.contains("CR")));
        // Uno suelto entre líneas corrientes es cosa de quien lo escribió.
        assert_eq!(super::read(b"a\rb\n").text, "a\rb\n");
    }

    #[test]
    fn what_is_not_utf_8_is_read_and_said() {
        let read = read(b"// a\xf1o\nfn a() {}\n");

        assert_eq!(read.text, "// a\u{FFFD}o\nfn a() {}\n");
        assert!(read.doubt.is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes in any::<Vec<u8>>()) {
            let _ = read(&bytes);
        }

        #[test]
        fn ordinary_text_is_kept_to_the_letter(text in "[^\r\u{FEFF}]*") {
            prop_assert_eq!(read(text.as_bytes()), Text { text, doubt: None });
        }
    }
}
