//! La salida grabada que enseña el libro es la que sus programas dan de verdad.
//!
//! Cada bloque ejecutable del libro real se ejecuta como lo haría un lector, a través
//! del servidor, y se compara con el bloque de salida que lo sigue. Los números que
//! cambian en cada ejecución (PID, direcciones) no se comparan.

mod common;

use common::runs::Reader;
use common::server::{Server, free_port};
use common::{Block, Course};

/// Programas cuya salida depende de quién llegue antes: de ellos solo se compara
/// hasta aquí.
const RACES: [(&str, &str); 1] = [("original_c", "El hijo lee:")];

/// Delante de un número que cambia en cada ejecución.
const CHANGING: [&str; 10] = [
    "0x",
    "Pid(",
    "hijo ",
    "padre ",
    "padre es ",
    "fue ",
    "el ",
    "/proc/",
    "00:01 ",
    "-",
];

#[test]
fn cada_programa_escribe_lo_que_el_libro_ensena() {
    let course = Course::real();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let chapters = course.chapters();
    let mut compared = 0;
    for page in chapters {
        let html = server.get(&format!("/{page}"));
        for block in Block::all(&html) {
            let story = reader.run(&block.language, &block.code).rest();
            let name = &block.name;
            assert_eq!(story.diagnostics, "", "{page}: {name} compila con avisos");
            assert!(
                story.phases.contains(&"running".to_owned()),
                "{page}: {name}: {story:?}"
            );
            // En una consola se ven las dos salidas.
            let both = mask(&(story.stdout.clone() + &story.stderr));
            let (said, shown) = (mask(&story.stdout), mask(&block.shown()));
            match RACES.iter().find(|(race, _)| race == name) {
                Some((_, start)) => assert!(
                    said.starts_with(start) && shown.starts_with(start),
                    "{said}"
                ),
                None if both == shown => {}
                None => assert_eq!(said, shown, "{page}: {name}"),
            }
            compared += 1;
        }
    }
    assert!(compared >= 21, "solo se han comparado {compared} programas");
}

/// Cambia por `…` los números que no son siempre los mismos, y no mira cuánto espacio
/// hay detrás: el núcleo alinea sus tablas.
fn mask(text: &str) -> String {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = text.lines().map(words).collect();
    hide_numbers(&lines.join("\n"))
}

fn hide_numbers(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text.trim_end();
    while let Some(next) = rest.chars().next() {
        let changing = CHANGING.iter().any(|mark| masked.ends_with(mark))
            || masked.is_empty()
            || masked.ends_with('\n');
        let digits = rest
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(rest.len());
        let number = &rest[..digits];
        if changing && number.contains(|c: char| c.is_ascii_digit()) {
            masked.push('…');
            rest = &rest[digits..];
        } else {
            masked.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    masked
}
