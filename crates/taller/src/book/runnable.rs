//! Los bloques que se ejecutan y su salida grabada.
//!
//! Un bloque ```` ```rust,ejecutable=NOMBRE ```` (o `c`) es un programa entero, con
//! sus líneas menos interesantes ocultas: lo natural es incluirlo con
//! `{{#rustdoc_include fichero:ancla}}`. El nombre identifica lo que el lector
//! cambie en él, así que no se repite ni se recicla. El bloque ```` ```text,salida ````
//! que sigue es lo que el programa escribió de verdad: sin servidor es lo que hay, y
//! por eso no puede faltar.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use mdbook_core::book::Book;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::outcome::{Problem, Problems};

/// Delante de las líneas ocultas de C; es el que pone `rustdoc_include`.
pub const HIDDEN: &str = "# ";

/// Lo que se lee bajo una salida grabada.
const NOTE: &str = "Salida grabada. Para ejecutar el programa y cambiarlo, abre el taller en tu \
                    máquina con <code>cargo run</code>.";

/// El preprocesador de bloques ejecutables.
pub struct Runnable;

impl Preprocessor for Runnable {
    fn name(&self) -> &'static str {
        "ejecutables"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut names = BTreeSet::new();
        let mut problems = Vec::new();
        book.for_each_chapter_mut(|chapter| {
            let (content, complaints) = expand(&chapter.content, &mut names);
            chapter.content = content;
            let file = chapter.source_path.clone().unwrap_or_default();
            let place = Path::new("book").join(file);
            problems.extend(
                complaints
                    .into_iter()
                    .map(|what| Problem::new(place.display(), what)),
            );
        });
        Problems::none_or_fail(problems)?;
        Ok(book)
    }
}

/// Qué es un bloque para nosotros.
enum Kind {
    Program { name: String, language: String },
    Output,
}

struct Block {
    range: Range<usize>,
    kind: Kind,
    /// La línea que abre el bloque, ya sin lo que mdBook no entiende.
    opening: String,
}

/// `markdown` con cada bloque en su caja, y lo que está mal.
fn expand(markdown: &str, names: &mut BTreeSet<String>) -> (String, Vec<String>) {
    let blocks = blocks(markdown);
    let mut problems = complaints(markdown, &blocks, names);
    let mut result = markdown.to_owned();
    // De atrás adelante: así las posiciones de los anteriores siguen valiendo.
    for block in blocks.into_iter().rev() {
        let at_margin = block.range.start == 0 || markdown[..block.range.start].ends_with('\n');
        if !at_margin {
            problems
                .push("un bloque ejecutable o su salida está sangrado; sácalo al margen".into());
            continue;
        }
        let (_, body) = markdown[block.range.clone()]
            .split_once('\n')
            .unwrap_or_default();
        let (open, close) = wrapper(&block.kind);
        // La línea en blanco del final: sin ella, lo que siguiera sería parte del HTML.
        let text = format!(
            "{open}\n\n{}\n{}\n\n{close}\n",
            block.opening,
            body.trim_end()
        );
        result.replace_range(block.range, &text);
    }
    (result, problems)
}

fn wrapper(kind: &Kind) -> (String, String) {
    match kind {
        Kind::Program { name, language } => (
            format!(
                "<div class=\"ejecutable\" data-programa=\"{name}\" data-lenguaje=\"{language}\">"
            ),
            "<div class=\"barra\"></div>\n</div>".to_owned(),
        ),
        Kind::Output => (
            "<div class=\"salida-grabada\">".to_owned(),
            format!("<p class=\"solo-grabado\">{NOTE}</p>\n</div>"),
        ),
    }
}

fn blocks(markdown: &str) -> Vec<Block> {
    let parser = Parser::new_ext(markdown, Options::ENABLE_GFM).into_offset_iter();
    parser
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => block(&info, range),
            _ => None,
        })
        .collect()
}

fn block(info: &str, range: Range<usize>) -> Option<Block> {
    let mut parts = info.split(',').map(str::trim);
    let language = parts.next()?.to_owned();
    let (ours, others): (Vec<&str>, Vec<&str>) =
        parts.partition(|part| *part == "salida" || part.starts_with("ejecutable"));
    let opening = format!(
        "```{}",
        [&[language.as_str()], others.as_slice()].concat().join(",")
    );
    let kind = match ours.first()?.strip_prefix("ejecutable") {
        Some(name) => Kind::Program {
            name: name.trim_start_matches('=').to_owned(),
            language,
        },
        None => Kind::Output,
    };
    Some(Block {
        range,
        kind,
        opening,
    })
}

fn complaints(markdown: &str, blocks: &[Block], names: &mut BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    let mut before = false;
    for block in blocks {
        let Kind::Program { name, language } = &block.kind else {
            if !before {
                problems.push("hay una «salida» sin ningún bloque ejecutable delante".into());
            }
            waiting.clear();
            continue;
        };
        before = true;
        waiting.push(name);
        let code = &markdown[block.range.clone()];
        problems.extend(flaw(name, language, code));
        if !names.insert(name.clone()) {
            problems.push(format!(
                "el nombre de programa «{name}» ya está en otro bloque; cada uno lleva el suyo"
            ));
        }
    }
    problems.extend(waiting.into_iter().map(|name| {
        format!("al programa «{name}» le falta detrás su salida grabada: un bloque ```text,salida")
    }));
    problems
}

/// Por qué ese bloque no se puede ejecutar.
fn flaw(name: &str, language: &str, code: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return Some(format!(
            "«ejecutable» lleva un nombre de letras, cifras, «_» o «-»: ejecutable={name}"
        ));
    }
    let entry = match language {
        "rust" => "fn main(",
        "c" => "main(",
        _ => {
            return Some(format!(
                "el programa «{name}» está en {language}; se ejecutan los de rust y c"
            ));
        }
    };
    (!code.contains(entry)).then(|| {
        format!("el programa «{name}» no está entero: no tiene «{entry}». Inclúyelo con {{{{#rustdoc_include …}}}}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "```rust,ignore,ejecutable=uno\n# fn main() {\nf();\n# }\n```\n";
    const OUTPUT: &str = "```text,salida\nhola\n```\n";

    fn problems(markdown: &str) -> Vec<String> {
        expand(markdown, &mut BTreeSet::new()).1
    }

    #[test]
    fn cada_bloque_queda_en_su_caja() {
        let markdown = format!("Antes.\n\n{PROGRAM}\n{OUTPUT}\nDespués.\n");

        let (result, problems) = expand(&markdown, &mut BTreeSet::new());

        assert_eq!(problems, Vec::<String>::new());
        let expected = format!(
            "Antes.\n\n<div class=\"ejecutable\" data-programa=\"uno\" data-lenguaje=\"rust\">\n\n\
             ```rust,ignore\n# fn main() {{\nf();\n# }}\n```\n\n<div class=\"barra\"></div>\n</div>\n\n\n\
             <div class=\"salida-grabada\">\n\n```text\nhola\n```\n\n\
             <p class=\"solo-grabado\">{NOTE}</p>\n</div>\n\n\nDespués.\n"
        );
        assert_eq!(result, expected);
    }

    #[test]
    fn lo_que_no_se_podria_ejecutar_se_dice() {
        let cases = [
            (PROGRAM.to_owned(), "le falta detrás su salida grabada"),
            (OUTPUT.to_owned(), "sin ningún bloque ejecutable delante"),
            (
                format!("{PROGRAM}\n{PROGRAM}\n{OUTPUT}"),
                "«uno» ya está en otro bloque",
            ),
            (
                format!("```c,ejecutable=dos\nfork();\n```\n{OUTPUT}"),
                "no está entero",
            ),
            (
                format!("```sh,ejecutable=dos\nls\n```\n{OUTPUT}"),
                "se ejecutan los de rust y c",
            ),
            (
                format!("```c,ejecutable\nmain(\n```\n{OUTPUT}"),
                "lleva un nombre",
            ),
            (
                format!("- a\n\n  ```c,ejecutable=dos\n  main(\n  ```\n\n{OUTPUT}"),
                "está sangrado",
            ),
        ];
        for (markdown, expected) in cases {
            let found = problems(&markdown);

            assert_eq!(found.len(), 1, "{markdown}: {found:?}");
            assert!(found[0].contains(expected), "{markdown}: {found:?}");
        }
    }

    #[test]
    fn una_salida_vale_para_dos_programas_frente_a_frente() {
        let other = PROGRAM.replace("uno", "dos");

        assert_eq!(
            problems(&format!("{PROGRAM}\n{other}\n{OUTPUT}")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn los_demas_bloques_no_se_tocan() {
        let markdown = "```rust\nfn main() {}\n```\n\n```text\nsalida\n```\n";

        assert_eq!(expand(markdown, &mut BTreeSet::new()).0, markdown);
    }
}
