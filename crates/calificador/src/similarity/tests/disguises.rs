//! Lo que hace quien copia para que no se note.

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};

/// Un disfraz.
pub type Disguise = fn(&str) -> String;

/// Los que no cambian ni una pieza.
pub const THAT_CHANGE_NOTHING: [(&str, Disguise); 4] = [
    ("otros nombres", rename),
    ("otros comentarios", comment),
    ("otro formato", reformat),
    ("otro orden", reorder),
];

/// Todos.
pub const ALL: [(&str, Disguise); 6] = [
    THAT_CHANGE_NOTHING[0],
    THAT_CHANGE_NOTHING[1],
    THAT_CHANGE_NOTHING[2],
    THAT_CHANGE_NOTHING[3],
    ("código muerto", pad),
    ("todo a la vez", |text| {
        rename(&comment(&reformat(&reorder(&pad(text)))))
    }),
];

fn each(text: &str, change: impl Fn(TokenKind, &str) -> String) -> String {
    let mut rest = text;
    tokenize(text, FrontmatterAllowed::No)
        .map(|token| {
            let (piece, after) = rest.split_at(token.len as usize);
            rest = after;
            change(token.kind, piece)
        })
        .collect()
}

/// Cambia todos los nombres que no son palabras del lenguaje.
pub fn rename(text: &str) -> String {
    each(text, |kind, piece| match kind {
        TokenKind::Ident if piece.len() > 2 && !is_keyword(piece) => format!("{piece}_mío"),
        _ => piece.to_owned(),
    })
}

/// Cambia todos los comentarios y pone otros nuevos.
pub fn comment(text: &str) -> String {
    each(text, |kind, piece| match kind {
        TokenKind::LineComment { .. } => "// Esto lo he escrito yo.".to_owned(),
        TokenKind::Semi => "; /* y esto\n también */".to_owned(),
        _ => piece.to_owned(),
    })
}

/// Pone cada pieza en su línea.
pub fn reformat(text: &str) -> String {
    each(text, |kind, piece| match kind {
        TokenKind::Whitespace => "\r\n\t".to_owned(),
        TokenKind::LineComment { .. } => format!("{piece}\n"),
        _ => piece.to_owned(),
    })
}

/// Pone los elementos del archivo en el orden contrario.
pub fn reorder(text: &str) -> String {
    let (header, items): (Vec<&str>, Vec<&str>) = top_level(text)
        .into_iter()
        .partition(|item| item.trim_start().starts_with("//!") || item.contains("use "));
    let items = items.into_iter().rev();
    header.into_iter().chain(items).collect()
}

/// Los elementos de un archivo con el formato de `rustfmt`: acaban en una línea que
/// no está sangrada, seguida de una en blanco.
fn top_level(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n\n") {
        let next = &text[at + 2..];
        if !next.starts_with(' ') && !next.starts_with('}') {
            items.push(&text[start..at + 2]);
            start = at + 2;
        }
    }
    items.push(&text[start..]);
    items
}

/// Mete en cada función algo que no hace nada.
pub fn pad(text: &str) -> String {
    text.lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            let opens = line.trim_start().starts_with("pub fn") || line.trim_start().starts_with("fn");
            if opens && line.ends_with('{') {
                let margin = " ".repeat(indent + 4);
                format!("{line}\n{margin}let sobra = [1, 2, 3].iter().sum::<i32>();\n{margin}if sobra < 0 {{ std::process::abort(); }}\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect()
}

fn is_keyword(word: &str) -> bool {
    [
        "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "for",
        "impl", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
        "Self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where",
        "while", "async", "await", "dyn",
    ]
    .contains(&word)
}
