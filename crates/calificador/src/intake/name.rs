//! Nombres que puso otra persona: se guardan a la letra y se enseñan sin peligro.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use castellano::visible::{cut, one_line};

/// Lo más que se enseña de un nombre.
const SHOWN: usize = 120;

/// `name`, para una persona: en una línea, con lo invisible a la vista, y sin lo que sobra
/// de un nombre larguísimo.
pub fn shown(name: &str) -> String {
    cut(&one_line(name), SHOWN)
}

/// Un nombre del disco. Si no es UTF-8 se lee como Latin-1, que es lo que suele ser,
/// y se devuelve `false`: ya no es el nombre a la letra.
pub fn from_disk(name: &OsStr) -> (String, bool) {
    match name.to_str() {
        Some(name) => (name.to_owned(), true),
        None => (
            name.as_bytes().iter().copied().map(char::from).collect(),
            false,
        ),
    }
}

/// `name` sin su extensión, si es una de `extensions`.
pub fn without_extension<'a>(name: &'a str, extensions: &[&str]) -> Option<&'a str> {
    extensions.iter().find_map(|extension| {
        let at = name.len().checked_sub(extension.len())?;
        let (stem, ending) = (name.get(..at)?, name.get(at..)?);
        ending.eq_ignore_ascii_case(extension).then_some(stem)
    })
}

#[cfg(test)]
mod tests {
    use castellano::visible::is_deceptive;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_hostile_name_neither_paints_nor_turns_the_text_around() {
        assert_eq!(shown("\u{1b}[31mlib.rs"), "␛[31mlib.rs");
        assert_eq!(shown("nota\u{202e}sr.bil"), "nota⟨U+202E⟩sr.bil");
        assert_eq!(
            shown("Núñez Ñandú, \"Pepe\" =2+3"),
            "Núñez Ñandú, \"Pepe\" =2+3"
        );
        assert!(shown(&"a".repeat(5000)).chars().count() <= SHOWN + 1);
    }

    #[test]
    fn a_name_in_latin_1_is_read_and_told_apart() {
        let latin = OsStr::from_bytes(b"Jos\xe9 Pe\xf1a");

        assert_eq!(from_disk(latin), ("José Peña".into(), false));
        assert_eq!(from_disk(OsStr::new("José")), ("José".into(), true));
    }

    proptest! {
        #[test]
        fn what_is_shown_never_has_a_control_character(name in any::<String>()) {
            prop_assert!(!shown(&name).contains(|c: char| c.is_control() || is_deceptive(c)));
        }

        #[test]
        fn the_extension_never_cuts_a_letter_in_two(name in any::<String>()) {
            let _ = without_extension(&name, &[".rs", ".zip"]);
        }
    }
}
