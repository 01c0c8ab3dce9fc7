//! En el libro construido no queda inglés en la interfaz, ni un botón muerto, ni
//! nada que pida algo a otra máquina.

mod common;

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use common::spanish::english_words;
use common::{Course, files, only};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

fn build() -> Course {
    let course = Course::new();
    let finished = course.run(&["construir"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    course
}

/// Lo que una persona ve, oye o lee al pasar el ratón, salvo el código.
#[derive(Default)]
struct Readable {
    texts: RefCell<Vec<String>>,
    code: RefCell<u32>,
}

impl TokenSink for Readable {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let is_code = ["code", "pre"].contains(&&*tag.name);
                if tag.kind == TagKind::EndTag {
                    *self.code.borrow_mut() -= u32::from(is_code);
                    return TokenSinkResult::Continue;
                }
                *self.code.borrow_mut() += u32::from(is_code);
                for attribute in &tag.attrs {
                    let spoken = ["title", "aria-label", "placeholder", "alt", "content"];
                    if spoken.contains(&&*attribute.name.local) {
                        self.texts.borrow_mut().push(attribute.value.to_string());
                    }
                }
                match &*tag.name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => TokenSinkResult::Continue,
                }
            }
            Token::CharacterTokens(text) if *self.code.borrow() == 0 => {
                self.texts.borrow_mut().push(text.to_string());
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

fn readable(html: &str) -> Vec<String> {
    // Los guiones se miran aparte, por sus cadenas.
    let without_scripts: String = html
        .split("<script")
        .enumerate()
        .map(|(i, part)| {
            if i == 0 {
                part
            } else {
                part.split_once("</script>").map_or("", |p| p.1)
            }
        })
        .collect();
    let tokenizer = Tokenizer::new(Readable::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&without_scripts));
    while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    tokenizer.end();
    tokenizer.sink.texts.into_inner()
}

#[test]
fn las_paginas_no_tienen_ingles() {
    let course = build();
    let book = course.path("target/libro");

    let mut pages = 0;
    for path in files(&book)
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "html"))
    {
        pages += 1;
        for text in readable(&fs::read_to_string(path).unwrap()) {
            // Palabras de la configuración del visor, que nadie lee.
            if text.starts_with("width=device-width") || text == "noindex" {
                continue;
            }
            let words = english_words(&text);
            assert!(
                words.is_empty(),
                "{}: {words:?} en «{text}»",
                path.display()
            );
        }
    }
    assert!(pages >= 7, "solo {pages} páginas");
}

/// Las cadenas de un guion: lo que podría acabar ante los ojos del lector.
fn strings(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in script.lines() {
        let line = line.trim();
        if line.starts_with("//") || line.starts_with('*') || line.starts_with("/*") {
            continue;
        }
        let mut rest = line;
        while let Some(at) = rest.find(['\'', '"', '`']) {
            let quote = rest[at..].chars().next().unwrap();
            let body = &rest[at + 1..];
            let Some(end) = body.find(quote) else { break };
            found.push(body[..end].to_owned());
            rest = &body[end + 1..];
        }
    }
    found
}

#[test]
fn los_guiones_no_dicen_nada_en_ingles() {
    let course = build();
    let book = course.path("target/libro");
    let scripts = [
        only(&book, "book-", ".js"),
        only(&book, "searcher-", ".js"),
        only(&book.join("book/tema"), "taller-", ".js"),
        only(&book.join("book/tema"), "programa-", ".js"),
        only(&book.join("book/tema"), "ejecutar-", ".js"),
    ];
    for path in scripts {
        // Una frase tiene espacios; los nombres de clases y teclas, no.
        for text in strings(&fs::read_to_string(&path).unwrap()) {
            let is_sentence =
                text.trim().contains(' ') && !text.contains(['<', '>', '#', '=', '{', '(']);
            let words = if is_sentence {
                english_words(&text)
            } else {
                Vec::new()
            };
            assert!(
                words.is_empty(),
                "{}: {words:?} en «{text}»",
                path.display()
            );
        }
    }
    let searcher = fs::read_to_string(only(&book, "searcher-", ".js")).unwrap();
    assert!(searcher.contains("' resultados para «'"));
}

#[test]
fn la_pagina_404_la_ayuda_y_los_avisos_estan_en_espanol() {
    let course = build();

    let not_found = course.read("target/libro/404.html");
    assert!(
        not_found.contains("<title>Página no encontrada - "),
        "título de la 404"
    );
    assert!(not_found.contains("Aquí no hay ninguna página"));
    let page = course.read("target/libro/muestra.html");
    for text in [
        "Atajos de teclado",
        ">Claro<",
        ">Oscuro<",
        ">Automático<",
        "Saltar al contenido",
    ] {
        assert!(page.contains(text), "falta «{text}»");
    }
    for theme in [
        "mdbook-theme-rust",
        "mdbook-theme-coal",
        "mdbook-theme-ayu",
        ">Navy<",
    ] {
        assert!(!page.contains(theme), "sobra el tema {theme}");
    }
    for title in ["Nota", "Consejo", "Importante", "Atención", "Cuidado"] {
        assert!(
            page.contains(&format!("\">{title}</p>")),
            "falta el aviso «{title}»"
        );
    }
}

#[test]
fn una_pagina_que_cambio_de_sitio_lo_dice_en_espanol() {
    let course = Course::new();
    course.append(
        "book.toml",
        "\n[output.html.redirect]\n\"/vieja.html\" = \"muestra.html\"\n",
    );

    let finished = course.run(&["construir"]);

    assert_eq!(finished.code, Some(0), "{finished:?}");
    let page = course.read("target/libro/vieja.html");
    assert!(page.contains("<html lang=\"es\">"), "{page}");
    assert!(page.contains("Esta página está ahora en"), "{page}");
}

#[test]
fn nada_se_pide_a_otra_maquina_y_no_hay_boton_muerto() {
    let course = build();
    for path in files(&course.path("target/libro")) {
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let name = path.display();
        assert!(
            !text.contains("play.rust-lang.org"),
            "{name} nombra el servidor de ejecución"
        );
        assert!(
            !text.contains("play-button") || is_style(&path),
            "{name} tiene un botón ▶ sin nada detrás"
        );
        assert!(!text.contains("cdnjs"), "{name} carga algo de fuera");
    }
    let script = fs::read_to_string(only(&course.path("target/libro"), "book-", ".js")).unwrap();
    assert!(!script.contains("fetch("), "book.js no debe pedir nada");
    let page = course.read("target/libro/muestra.html");
    assert!(!page.contains("class=\"playground\""));
}

fn is_style(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "css")
}

#[test]
fn lo_modificado_de_mdbook_lleva_su_licencia() {
    let course = build();
    let book = course.path("target/libro");

    for path in [
        only(&book, "book-", ".js"),
        only(&book.join("css"), "chrome-", ".css"),
    ] {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("/* Modificado a partir de mdBook"),
            "{}",
            path.display()
        );
        assert!(text.contains("MPL 2.0"));
    }
}
