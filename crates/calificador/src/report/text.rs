//! Texto que se puede enseñar: sin nada que la vista, la terminal o un analizador
//! puedan tomar por otra cosa.

use std::borrow::Cow;

/// `text` con lo invisible a la vista: los controles como ␛, los que cambian el
/// sentido de lectura como ⟨U+202E⟩. Los saltos de línea y los tabuladores se quedan.
///
/// Quien lo ponga en HTML, XML o CSV tiene que escaparlo además a su manera.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x1f' if is_invisible(c) => shown.push(picture(0x2400 + u32::from(c))),
            '\x7f' => shown.push('␡'),
            c if is_invisible(c) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
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

fn picture(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Lo que no se ve, o no se puede escribir en XML. El que une emojis (U+200D) se deja:
/// no engaña a nadie y sin él se rompen.
fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{200b}'
        | '\u{200c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{feff}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_invisible_se_ve() {
        assert_eq!(visible("\x1b[31mrojo\x07"), "␛[31mrojo␇");
        assert_eq!(visible("a\u{202e}cba\u{2069}"), "a⟨U+202E⟩cba⟨U+2069⟩");
        assert_eq!(visible("una\r\notra\rmás"), "una\notra␍más");
        assert_eq!(visible("\u{fffe}\u{85}"), "⟨U+FFFE⟩⟨U+0085⟩");
    }

    #[test]
    fn lo_que_se_ve_no_cambia() {
        let plain = "Ñandú «¡Hola!» 👩‍👩‍👧 ẽ\n\tfin";

        assert!(matches!(visible(plain), Cow::Borrowed(same) if same == plain));
    }
}
