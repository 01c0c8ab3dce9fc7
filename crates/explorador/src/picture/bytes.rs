//! Cómo se enseñan unos bytes: como texto si lo son y si no en hexadecimal.

use std::fmt::Write as _;

use super::fit::clean;

/// Letras de un texto que se enseñan; las demás se resumen en «…».
const SHOWN_LETTERS: usize = 48;
/// Bytes en hexadecimal que se enseñan.
const SHOWN_HEX: usize = 12;

/// El texto que hay en los bytes, sin los ceros del final; `None` si no es
/// texto. Solo ceros son el texto vacío.
pub(super) fn as_text(bytes: &[u8]) -> Option<&str> {
    let end = bytes
        .iter()
        .rposition(|&byte| byte != 0)
        .map_or(0, |last| last + 1);
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    let printable = |c: char| matches!(c, '\0' | '\n' | '\r' | '\t') || !c.is_control();
    text.chars().all(printable).then_some(text)
}

/// El texto entre comillas, o los bytes en hexadecimal.
pub(super) fn show(bytes: &[u8]) -> String {
    match as_text(bytes) {
        Some(text) => quote(text),
        None => hex(bytes),
    }
}

/// El texto entre comillas, recortado si es largo.
fn quote(text: &str) -> String {
    let mut letters = text.chars();
    let shown: String = letters.by_ref().take(SHOWN_LETTERS).collect();
    let more = if letters.next().is_some() { "…" } else { "" };
    format!("\"{}{more}\"", clean(&shown).replace('"', "\\\""))
}

/// Los bytes en hexadecimal, recortados si son muchos.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::from("0x");
    for byte in bytes.iter().take(SHOWN_HEX) {
        let _ = write!(text, "{byte:02x}");
    }
    if bytes.len() > SHOWN_HEX {
        text.push('…');
    }
    text
}

/// Los bytes como un entero sin signo, el de menos peso primero.
pub(super) fn integer(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .rev()
        .fold(0, |sum, &byte| (sum << 8) | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn los_ceros_del_final_no_son_texto_y_los_de_dentro_se_ven() {
        assert_eq!(show(b"Nos v\0\0\0"), "\"Nos v\"");
        assert_eq!(show(b"Hola\0mos\0"), "\"Hola\\0mos\"");
        assert_eq!(show(&[0; 30]), "\"\"");
        assert_eq!(show(&[1, 0xff]), "0x01ff");
    }
}
