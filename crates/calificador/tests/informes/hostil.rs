//! Lo que escribe una entrega es texto en todos los informes, y nunca otra cosa.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use calificador::report::{Format, Output, class_page, student_page, write};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::clase::{Aula, HOSTILE, crowd};

/// Las etiquetas de una página, con sus atributos, y su texto.
#[derive(Default)]
struct Seen {
    tags: RefCell<Vec<Tag>>,
    text: RefCell<String>,
    errors: RefCell<Vec<String>>,
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let style = &*tag.name == "style";
                self.tags.borrow_mut().push(tag);
                if style {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            Token::ParseError(error) => self.errors.borrow_mut().push(error.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn seen(page: &[u8]) -> Seen {
    let input = BufferQueue::default();
    input.push_back(std::str::from_utf8(page).unwrap().into());
    let tokenizer = Tokenizer::new(
        Seen::default(),
        TokenizerOpts {
            exact_errors: true,
            ..Default::default()
        },
    );
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

/// Nada ejecutable, nada de fuera, y solo los atributos que ponemos nosotros.
fn is_ours(page: &[u8]) -> Seen {
    let elements: BTreeSet<&str> = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "section",
        "nav",
        "article",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "span",
        "strong",
        "code",
        "pre",
        "a",
        "figure",
        "figcaption",
        "img",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "rect",
        "line",
        "text",
    ]
    .into();
    let attributes: BTreeSet<&str> = [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
        "src",
        "alt",
        "scope",
        "tabindex",
        "role",
        "aria-label",
        "aria-labelledby",
        "aria-hidden",
        "viewBox",
        "viewbox",
        "preserveAspectRatio",
        "preserveaspectratio",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "width",
        "height",
        "text-anchor",
    ]
    .into();
    let seen = seen(page);
    assert_eq!(*seen.errors.borrow(), Vec::<String>::new());
    for tag in seen.tags.borrow().iter() {
        assert!(elements.contains(&*tag.name), "<{}>", tag.name);
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            assert!(attributes.contains(name), "<{} {name}=…>", tag.name);
            let local = ["#", "estudiantes/", "https://curso.example.org/"];
            assert!(
                name != "href" || local.iter().any(|start| value.starts_with(start)),
                "{value}"
            );
            assert!(
                name != "src" || value.starts_with("data:image/svg+xml;base64,"),
                "{value}"
            );
        }
    }
    seen
}

/// Que no quede nada que cambie de color una terminal o el orden de las letras.
fn shows_only_text(what: &Path, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    let bad = text.chars().find(|&c| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    });
    assert_eq!(bad, None, "{}", what.display());
}

#[test]
fn ninguna_pagina_tiene_una_etiqueta_que_no_sea_nuestra() {
    let aula = Aula::full();
    let class = aula.class();

    for report in class.reports() {
        is_ours(&student_page(&class, &report.unwrap()));
    }
    is_ours(&class_page(&class, Some("estudiantes"), &[HOSTILE.to_owned()]).unwrap());
}

#[test]
fn lo_hostil_se_lee_entero_como_texto() {
    let aula = Aula::full();
    let class = aula.class();
    let report = class.report(&aula.manifest.entries[6]).unwrap();

    let seen = is_ours(&student_page(&class, &report));

    let text = seen.text.borrow();
    assert!(text.contains("<script>alert(1)</script>\"><img src=x onerror=alert(2)> ␛[31mrojo␇ ⟨U+202E⟩odarit⟨U+2069⟩ ␀ ]]> <!-- --> &amp;"), "{text}");
}

#[test]
fn ningun_informe_lleva_controles_ni_cambia_el_sentido_de_lectura() {
    let aula = Aula::full();
    let folder = tempfile::tempdir().unwrap();
    let output = Output {
        folder: folder.path(),
        formats: &Format::ALL,
        worksheet: None,
    };

    write(&aula.class(), &output).unwrap();

    let mut files = 0;
    for entry in walk(folder.path()) {
        let bytes = std::fs::read(&entry).unwrap();
        // `notas.json` trae los nombres letra por letra; JSON escapa los controles él.
        if !entry.ends_with("notas.json") {
            shows_only_text(&entry, &bytes);
        }
        files += 1;
    }
    assert_eq!(
        files,
        8 * 5 + 6,
        "páginas, gradescope, vpl y dos de classroom por persona, y seis de la clase"
    );
}

#[test]
fn ninguna_celda_de_ningun_csv_empieza_una_formula() {
    let aula = crowd();
    let folder = tempfile::tempdir().unwrap();
    let output = Output {
        folder: folder.path(),
        formats: &[Format::Csv, Format::Moodle],
        worksheet: None,
    };

    write(&aula.class(), &output).unwrap();

    for name in ["notas.csv", "tiempos.csv", "moodle-calificador.csv"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let delimiter = if name == "notas.csv" { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .from_reader(&bytes[..]);
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(
                !cell.trim_start().starts_with(['=', '+', '-', '@']),
                "{name}: {cell}"
            );
        }
    }
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
