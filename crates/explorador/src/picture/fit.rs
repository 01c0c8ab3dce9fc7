//! Texto que cabe y que no engaña: limpia lo que no se puede mostrar, mide
//! columnas de terminal y parte en líneas.

/// Un espacio por el que no se parte una línea; al partirla se vuelve normal.
pub(super) const GLUE: char = '\u{a0}';

/// El texto sin nada que mueva el cursor, cambie el sentido de la escritura o
/// no se vea: cada carácter así se escribe con su código. Lo que sale vale
/// también dentro de un XML.
pub(super) fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            '\0' => shown.push_str("\\0"),
            c if c.is_control() => shown.push_str(&format!("\\x{:02x}", c as u32)),
            c if is_deceptive(c) => shown.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => shown.push(c),
        }
    }
    shown
}

/// Caracteres que no se ven o que cambian cómo se lee lo de alrededor, y los
/// que no existen (y XML prohíbe).
fn is_deceptive(c: char) -> bool {
    matches!(c as u32,
        0xad | 0x34f | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f
        | 0xfdd0..=0xfdef | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe0fff)
        || c as u32 & 0xfffe == 0xfffe
}

/// ¿Se puede enseñar tal cual?
pub(super) fn is_plain(c: char) -> bool {
    !c.is_control() && !is_deceptive(c)
}

/// Columnas de terminal que ocupa el texto, como mucho.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columnas que ocupa un carácter, como mucho: en la duda, dos. Así una línea
/// puede quedar corta, nunca larga.
pub(super) fn char_width(c: char) -> usize {
    match c as u32 {
        // Los diacríticos que se combinan con la letra anterior.
        0x300..=0x36f | 0xfe00..=0xfe0f => 0,
        0x20..=0x10ff
        | 0x1e00..=0x2319
        | 0x231c..=0x2328
        | 0x232b..=0x23e8
        | 0x2400..=0x25fc
        | 0x270e..=0x2727 => 1,
        0x17d8 | 0x2e3a | 0x2e3b | 0xfdfd => 3,
        _ => 2,
    }
}

/// Parte el texto en líneas de hasta `limit` columnas, por los espacios si se
/// puede. No pierde ni junta espacios dentro de una línea.
pub(super) fn wrap(text: &str, limit: usize) -> Vec<String> {
    wrap_by(text, limit, char_width)
}

/// Como [`wrap`], con otra manera de medir.
pub(super) fn wrap_by(text: &str, limit: usize, measure: impl Fn(char) -> usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for c in text.chars() {
        let size = measure(c);
        if used + size > limit && !line.is_empty() {
            let rest = match line.rfind(' ') {
                Some(space) if c != ' ' && space > 0 => {
                    let rest = line.split_off(space + 1);
                    line.pop();
                    rest
                }
                _ => String::new(),
            };
            lines.push(std::mem::replace(&mut line, rest));
            used = line.chars().map(&measure).sum();
            if c == ' ' {
                continue;
            }
        }
        line.push(c);
        used += size;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    for line in &mut lines {
        *line = line.replace(GLUE, " ");
    }
    lines
}

/// El texto recortado a `limit` columnas; si se recorta, acaba en «…».
pub(super) fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_string();
    }
    let mut shown = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += char_width(c);
        if used > limit {
            break;
        }
        shown.push(c);
    }
    shown + "…"
}

/// El texto seguido de espacios hasta ocupar `columns`.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthChar;

    #[test]
    fn ningun_caracter_ocupa_mas_de_lo_que_se_dice() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let real = UnicodeWidthChar::width(c).unwrap_or(0);
            let shown = clean(&c.to_string());
            let used = if shown.chars().eq([c]) {
                char_width(c)
            } else {
                width(&shown)
            };
            assert!(used >= real, "U+{:04X}: {used} < {real}", c as u32);
        }
    }

    #[test]
    fn lo_que_engana_se_ve() {
        assert_eq!(clean("a\x1b[31mb\u{202e}c\n"), "a\\x1b[31mb\\u{202e}c\\n");
        assert_eq!(clean("ñandú 🦙"), "ñandú 🦙");
    }

    #[test]
    fn se_parte_por_los_espacios_y_si_no_por_donde_sea() {
        assert_eq!(wrap("el padre lee", 8), ["el padre", "lee"]);
        assert_eq!(wrap("0123456789", 4), ["0123", "4567", "89"]);
        assert_eq!(wrap("a  b", 9), ["a  b"]);
        assert_eq!(wrap("", 9), [""]);
    }

    #[test]
    fn recortar_avisa_de_que_falta() {
        assert_eq!(cut("mensaje", 7), "mensaje");
        assert_eq!(cut("mensajes", 7), "mensaj…");
    }
}
