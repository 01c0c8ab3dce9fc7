//! El código incluido, sin la sangría de la función de la que se tomó.
//!
//! Un trozo señalado con `ANCHOR` dentro de una función llega con la sangría de
//! allí. En la página estorba, y en dos columnas quita sitio.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// `markdown` con cada bloque de código pegado al margen.
pub fn dedent(markdown: &str) -> String {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut block: Option<Vec<Range<usize>>> = None;
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_GFM).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_code(&info) => {
                block = Some(Vec::new());
            }
            Event::Text(_) => block.iter_mut().for_each(|lines| lines.push(range.clone())),
            Event::End(TagEnd::CodeBlock) => {
                cuts.extend(
                    block
                        .take()
                        .into_iter()
                        .flat_map(|text| common_indent(markdown, &text)),
                );
            }
            _ => {}
        }
    }
    let mut result = markdown.to_owned();
    // De atrás adelante: así las posiciones de los anteriores siguen valiendo.
    for cut in cuts.into_iter().rev() {
        result.replace_range(cut, "");
    }
    result
}

/// La salida de un programa se enseña tal como salió; su sangría es suya.
fn is_code(info: &str) -> bool {
    let language = info.split([',', ' ']).next().unwrap_or_default();
    !["", "text", "txt", "plaintext", "console"].contains(&language)
}

/// La sangría que comparten todas las líneas de un bloque, línea a línea.
fn common_indent(markdown: &str, text: &[Range<usize>]) -> Vec<Range<usize>> {
    let lines: Vec<Range<usize>> = text.iter().flat_map(|part| lines(markdown, part)).collect();
    let indent = |line: &Range<usize>| {
        let line = &markdown[line.clone()];
        let rest = line.trim_start_matches(' ');
        (!rest.trim().is_empty()).then(|| line.len() - rest.len())
    };
    let common = lines.iter().filter_map(indent).min().unwrap_or(0);
    lines
        .into_iter()
        .filter(|line| common > 0 && indent(line).is_some())
        .map(|line| line.start..line.start + common)
        .collect()
}

/// Las líneas de `markdown` dentro de `range`.
fn lines(markdown: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    markdown[range.clone()]
        .split_inclusive('\n')
        .map(|line| {
            let found = start..start + line.len();
            start = found.end;
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_quita_solo_la_sangria_comun() {
        let before = "Antes.\n\n```c\n    if (a) {\n\n        b();\n    }\n```\n\nDespués.\n";

        let after = "Antes.\n\n```c\nif (a) {\n\n    b();\n}\n```\n\nDespués.\n";
        assert_eq!(dedent(before), after);
    }

    #[test]
    fn lo_que_ya_esta_al_margen_y_las_salidas_no_se_tocan() {
        for text in [
            "```rust\nfn a() {\n    b();\n}\n```\n",
            "```text\n    con su sangría\n```\n",
            "```\n    sin lenguaje\n```\n",
            "    código sangrado\n",
        ] {
            assert_eq!(dedent(text), text);
        }
    }

    #[test]
    fn dentro_de_una_lista_se_conserva_la_de_la_lista() {
        let before = "- uno\n\n  ```rust\n      a();\n        b();\n  ```\n";

        assert_eq!(
            dedent(before),
            "- uno\n\n  ```rust\n  a();\n    b();\n  ```\n"
        );
    }

    #[test]
    fn varios_bloques_seguidos() {
        let before = "```c\n  a;\n```\n```rust\n    b;\n```\n";

        assert_eq!(dedent(before), "```c\na;\n```\n```rust\nb;\n```\n");
    }
}
