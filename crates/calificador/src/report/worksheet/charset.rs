//! En qué está escrita una hoja: como la descarga Moodle, o como la guardó una hoja de
//! cálculo.

use std::borrow::Cow;

use anyhow::{Result, bail};

/// Cómo se escriben los caracteres. En las dos, lo que separa las casillas es ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// La de Moodle.
    Utf8,
    /// La de «CSV» a secas en un Windows en español, que la llama ANSI. Es Latin-1 y algo
    /// más, y lee cualquier byte.
    Windows1252,
}

/// Lo que Windows-1252 pone entre el 80 y el 9F; los cinco huecos son los de Latin-1, para
/// que todo byte vuelva a ser el que era (<https://encoding.spec.whatwg.org/#windows-1252>).
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// El byte de la primera de [`HIGH`].
const FIRST_HIGH: u8 = 0x80;

impl Charset {
    /// La de `bytes`.
    ///
    /// # Errores
    /// Si no es un texto, o si unos trozos están en UTF-8 y otros no.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        if std::str::from_utf8(bytes).is_ok() {
            return Ok(Self::Utf8);
        }
        if bytes.iter().any(|&b| b < b' ' && !b"\t\r\n".contains(&b)) {
            bail!(
                "la hoja de calificaciones no es un CSV. Usa la que descarga Moodle, sin \
                 abrirla, o guárdala como «CSV UTF-8»"
            );
        }
        if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
            bail!(
                "la hoja de calificaciones está a medias en UTF-8: ¿se juntaron dos, o se \
                 cortó? Usa la que descarga Moodle, sin abrirla"
            );
        }
        Ok(Self::Windows1252)
    }

    /// El texto que hay en `bytes`.
    pub fn read(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Windows1252 => bytes.iter().map(|&byte| from_windows(byte)).collect(),
        }
    }

    /// `text`, así escrito. Lo que esta hoja no puede escribir va como en HTML (`&#10007;`),
    /// que es lo que son los comentarios de Moodle.
    pub fn write(self, text: &str) -> Vec<u8> {
        if self == Self::Utf8 {
            return text.as_bytes().to_vec();
        }
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            match to_windows(character) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend(format!("&#{};", u32::from(character)).bytes()),
            }
        }
        bytes
    }
}

fn from_windows(byte: u8) -> char {
    let high = byte.checked_sub(FIRST_HIGH).map(usize::from);
    high.and_then(|at| HIGH.get(at).copied())
        .unwrap_or(char::from(byte))
}

fn to_windows(character: char) -> Option<u8> {
    (0..=u8::MAX).find(|&byte| from_windows(byte) == character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_windows_comes_back() {
        let all: Vec<u8> = (0..=u8::MAX).collect();

        let text = Charset::Windows1252.read(&all).into_owned();

        assert_eq!(text.chars().count(), all.len());
        assert_eq!(Charset::Windows1252.write(&text), all);
    }

    #[test]
    fn what_windows_cannot_write_goes_as_in_html() {
        let told = Charset::Windows1252.write("✗ Ñandú — 5 €");

        assert_eq!(told, b"&#10007; \xd1and\xfa \x97 5 \x80");
    }

    #[test]
    fn a_sheet_is_told_apart_by_its_bytes() {
        assert_eq!(Charset::of("Ñandú".as_bytes()).unwrap(), Charset::Utf8);
        assert_eq!(Charset::of(b"Nandu").unwrap(), Charset::Utf8);
        assert_eq!(Charset::of(b"\xd1and\xfa").unwrap(), Charset::Windows1252);

        let refusal = |bytes: &[u8]| Charset::of(bytes).unwrap_err().to_string();
        assert!(refusal(b"PK\x03\x04\xff").contains("no es un CSV"));
        assert!(refusal(&["Ñandú".as_bytes(), b"\xd1and\xfa"].concat()).contains("a medias"));
    }
}
