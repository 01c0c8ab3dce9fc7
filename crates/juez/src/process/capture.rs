//! La salida de un programa, acotada: el principio, el final y la cuenta.

use std::collections::VecDeque;

/// Bytes que se guardan del principio.
const HEAD: usize = 64 * 1024;
/// Bytes que se guardan del final.
const TAIL: usize = 16 * 1024;

/// Lo que escribió un programa por una de sus salidas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capture {
    head: Vec<u8>,
    tail: VecDeque<u8>,
    total: usize,
}

/// Una línea de una salida.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Lo que dice, sin el salto.
    pub text: String,
    /// Bytes de la salida hasta el final de la línea, con el salto.
    pub end: usize,
}

impl Capture {
    /// Añade lo que acaba de llegar.
    pub fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len();
        let (first, rest) = bytes.split_at(bytes.len().min(HEAD - self.head.len()));
        self.head.extend_from_slice(first);
        self.tail.extend(&rest[rest.len().saturating_sub(TAIL)..]);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
    }

    /// Bytes que escribió en total, se hayan guardado o no.
    pub fn total(&self) -> usize {
        self.total
    }

    /// La primera línea entera que hay después de los primeros `from` bytes. Solo se
    /// busca en lo que se guarda del principio.
    pub fn line_from(&self, from: usize) -> Option<Line> {
        let rest = self.head.get(from..)?;
        let length = rest.iter().position(|&byte| byte == b'\n')?;
        Some(Line {
            text: String::from_utf8_lossy(&rest[..length]).into_owned(),
            end: from + length + 1,
        })
    }

    /// El texto guardado; si hay un hueco en medio, lo dice.
    pub fn text(&self) -> String {
        let lost = self.total - self.head.len() - self.tail.len();
        let mut bytes = self.head.clone();
        if lost > 0 {
            bytes.extend_from_slice(format!("\n[… faltan {lost} bytes …]\n").as_bytes());
        }
        bytes.extend(&self.tail);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_output_is_kept_whole() {
        let mut capture = Capture::default();

        capture.push("¡Ho".as_bytes());
        capture.push("la!".as_bytes());

        assert_eq!(capture.text(), "¡Hola!");
    }

    #[test]
    fn the_lines_follow_one_another_even_if_they_are_not_text() {
        let mut capture = Capture::default();
        capture.push(b"\xFF\xFE\nsegunda\nter");

        let first = capture.line_from(0).unwrap();
        let second = capture.line_from(first.end).unwrap();

        assert_eq!(first.text, "\u{FFFD}\u{FFFD}");
        assert_eq!(second.text, "segunda");
        assert_eq!(capture.line_from(second.end), None);
    }

    #[test]
    fn a_flood_keeps_both_ends_and_the_count() {
        let mut capture = Capture::default();
        capture.push(b"principio");

        for _ in 0..100 {
            capture.push(&[b'x'; 10_000]);
        }
        capture.push(b"final");

        let text = capture.text();
        assert_eq!(capture.total(), 9 + 1_000_000 + 5);
        assert!(text.starts_with("principio") && text.ends_with("final"));
        assert!(
            text.contains("faltan 918094 bytes"),
            "{}",
            &text[HEAD..HEAD + 60]
        );
        assert!(text.len() < HEAD + TAIL + 100);
    }
}
