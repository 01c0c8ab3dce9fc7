//! Los avisos `> [!NOTE]` con su título en español.
//!
//! mdBook los titula en inglés desde dentro. La línea de la marca se cambia por un
//! título nuestro antes de que él la vea, así que también la búsqueda y la versión
//! para imprimir lo llevan en español. El aspecto lo pone `interfaz.css`.

use pulldown_cmark::{BlockQuoteKind, Event, Options, Parser, Tag};

/// La clase y el título de cada aviso.
const fn title(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("nota", "Nota"),
        BlockQuoteKind::Tip => ("consejo", "Consejo"),
        BlockQuoteKind::Important => ("importante", "Importante"),
        BlockQuoteKind::Warning => ("atencion", "Atención"),
        BlockQuoteKind::Caution => ("cuidado", "Cuidado"),
    }
}

/// `markdown` con cada marca cambiada por su título, sin tocar nada más.
pub fn translate(markdown: &str) -> String {
    let mut result = markdown.to_owned();
    let marks: Vec<_> = Parser::new_ext(markdown, Options::ENABLE_GFM)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::BlockQuote(Some(kind))) => Some((kind, range)),
            _ => None,
        })
        .collect();
    // De atrás adelante: así las posiciones de los anteriores siguen valiendo.
    for (kind, range) in marks.into_iter().rev() {
        let Some(open) = result[range.clone()].find("[!") else {
            continue;
        };
        let start = range.start + open;
        let Some(length) = result[start..].find(']') else {
            continue;
        };
        let prefix = line_prefix(&result, start);
        let (class, text) = title(kind);
        let replacement = format!("<p class=\"aviso {class}\">{text}</p>\n{prefix}");
        result.replace_range(start..=start + length, &replacement);
    }
    result
}

/// Lo que precede a `position` en su línea: `> `, o más si la cita está dentro de algo.
fn line_prefix(text: &str, position: usize) -> String {
    let line = text[..position].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line..position];
    // La viñeta de una lista no se repite; solo su sangría.
    before
        .chars()
        .map(|c| if c == '>' { '>' } else { ' ' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_aviso_se_titula_en_espanol() {
        let cases = [
            ("NOTE", "nota", "Nota"),
            ("TIP", "consejo", "Consejo"),
            ("IMPORTANT", "importante", "Importante"),
            ("WARNING", "atencion", "Atención"),
            ("CAUTION", "cuidado", "Cuidado"),
        ];
        for (mark, class, title) in cases {
            let result = translate(&format!("Antes.\n\n> [!{mark}]\n> Texto.\n"));

            let expected =
                format!("Antes.\n\n> <p class=\"aviso {class}\">{title}</p>\n> \n> Texto.\n");
            assert_eq!(result, expected);
        }
    }

    #[test]
    fn dentro_de_una_lista_conserva_la_sangria() {
        let result = translate("- uno\n\n  > [!NOTE]\n  > Texto.\n");

        assert!(result.contains("  > <p class=\"aviso nota\">Nota</p>\n  > \n  > Texto."));
    }

    #[test]
    fn en_un_bloque_de_codigo_no_se_toca() {
        let code = "```markdown\n> [!NOTE]\n> Texto.\n```\n";

        assert_eq!(translate(code), code);
    }
}
