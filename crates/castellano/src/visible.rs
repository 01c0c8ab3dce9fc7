//! Texto de otra persona, para enseñarlo: sin nada que la vista, una terminal o un
//! analizador puedan tomar por otra cosa.
//!
//! Aquí se decide, una sola vez, qué letras no se ven o engañan y cómo se escriben. No
//! se escapa nada para HTML, XML o CSV: eso lo hace quien escribe en cada uno.

use std::borrow::Cow;

/// `text` con lo invisible a la vista: los controles como ␛, lo que cambia el sentido de
/// lectura como ⟨U+202E⟩. Los saltos de línea y los tabuladores se quedan.
///
/// ```
/// use castellano::visible::visible;
/// assert_eq!(visible("a\u{1b}[31mb\u{202e}c"), "a␛[31mb⟨U+202E⟩c");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x1f' if hides(c) => shown.push(picture(0x2400 + u32::from(c))),
            '\x7f' => shown.push('␡'),
            c if hides(c) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// [`visible`], y en una sola línea.
pub fn one_line(text: &str) -> String {
    let visible = visible(text);
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` con `max` caracteres como mucho; si se corta, se nota.
pub fn cut(text: &str, max: usize) -> String {
    let mut chars = text.chars();
    let kept: String = chars.by_ref().take(max).collect();
    if chars.next().is_none() {
        kept
    } else {
        kept + "…"
    }
}

/// Si [`visible`] cambia `c`.
fn hides(c: char) -> bool {
    !matches!(c, '\n' | '\t') && (c.is_control() || is_deceptive(c))
}

/// Si `c` no se ve o cambia cómo se lee lo de alrededor, sin ser un control; o si no es
/// una letra y XML la prohíbe. El que une emojis (U+200D) no engaña a nadie, y sin él se
/// rompen.
pub fn is_deceptive(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x180e | 0x200b..=0x200c | 0x200e..=0x200f
        | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfdd0..=0xfdef | 0xfeff | 0xffa0
        | 0xfff9..=0xfffb | 0xe0000..=0xe0fff)
        || u32::from(c) & 0xfffe == 0xfffe
}

fn picture(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lo_invisible_se_ve() {
        assert_eq!(visible("\x1b[31mrojo\x07"), "␛[31mrojo␇");
        assert_eq!(visible("a\u{202e}cba\u{2069}"), "a⟨U+202E⟩cba⟨U+2069⟩");
        assert_eq!(visible("una\r\notra\rmás"), "una\notra␍más");
        assert_eq!(visible("\u{fffe}\u{85}\u{7f}"), "⟨U+FFFE⟩⟨U+0085⟩␡");
        // Letras que ocupan sitio y no dibujan nada: «pa» y «p» + U+3164 + «a».
        assert_eq!(visible("p\u{3164}a\u{ad}"), "p⟨U+3164⟩a⟨U+00AD⟩");
    }

    #[test]
    fn lo_que_se_ve_no_cambia() {
        let plain = "Ñandú «¡Hola!» 👩‍👩‍👧 ẽ زينب 王\n\tfin";

        assert!(matches!(visible(plain), Cow::Borrowed(same) if same == plain));
    }

    #[test]
    fn lo_que_se_corta_se_nota() {
        assert_eq!(cut("ñandú", 5), "ñandú");
        assert_eq!(cut("ñandúes", 5), "ñandú…");
    }

    proptest! {
        #[test]
        fn lo_ensenado_no_esconde_nada_y_ensenarlo_otra_vez_no_lo_cambia(text in any::<String>()) {
            let shown = visible(&text).into_owned();

            prop_assert!(!shown.contains(hides));
            prop_assert_eq!(visible(&shown), shown.as_str());
        }

        #[test]
        fn una_linea_es_una_linea(text in any::<String>()) {
            prop_assert!(!one_line(&text).contains(['\n', '\t']));
        }
    }
}
