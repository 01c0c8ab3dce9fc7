//! Todas las páginas del libro de verdad, una a una, en un navegador de verdad: axe-core
//! no encuentra nada que reprochar, todo cabe y nada sale de esta máquina.

mod common;

use std::path::Path;

use common::browser::Browser;
use common::server::{Server, free_port};
use common::share::{share, share_at};
use common::visit::{visit, visit_compilation};
use common::{Course, files};

/// El libro construido en `folder`, y sus páginas.
fn build(course: &Course, folder: &Path) -> Vec<String> {
    let target = folder.to_str().unwrap();
    let finished = course.run(&["construir", "--destino", target]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let name = |path: std::path::PathBuf| {
        let path = path.strip_prefix(folder).unwrap().to_owned();
        path.into_os_string().into_string().unwrap()
    };
    let pages: Vec<String> = files(folder)
        .into_iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "html")
        })
        .map(name)
        .collect();
    // Además de los capítulos: la portada por su otro nombre, la 404, el índice suelto y
    // el libro entero para imprimir.
    assert_eq!(pages.len(), course.chapters().len() + 4, "{pages:?}");
    pages
}

fn visit_all(browser: &Browser, root: &str, pages: &[String]) {
    let complaints: Vec<String> = pages
        .iter()
        .flat_map(|page| {
            let look = if page == "print.html" {
                visit_compilation
            } else {
                visit
            };
            let complaints = look(browser, &format!("{root}/{page}"));
            // Recorrerlo todo lleva su tiempo: lo malo se dice según aparece.
            for one in &complaints {
                eprintln!("{one}");
            }
            complaints
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn con_el_taller_en_marcha_ninguna_pagina_tiene_reproche() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::real();
    let folder = tempfile::tempdir().unwrap();
    let pages = build(&course, &folder.path().join("libro"));
    let server = Server::start(&course, free_port());

    visit_all(
        &browser,
        &format!("http://127.0.0.1:{}", server.port),
        &pages,
    );
}

#[test]
fn en_un_servidor_de_ficheros_ninguna_pagina_tiene_reproche() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::real();
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("libro");
    let pages = build(&course, &book);

    // La página 404 se entrega en cualquier dirección, así que busca sus estilos desde la
    // raíz: es la única a la que le importa dónde está el libro (`site-url`).
    let (not_found, others): (Vec<_>, Vec<_>) =
        pages.into_iter().partition(|page| page == "404.html");
    let at_root = format!("http://127.0.0.1:{}", share_at("/", &book));
    visit_all(&browser, &at_root, &not_found);
    let in_a_folder = format!("http://127.0.0.1:{}/curso", share(&book));
    visit_all(&browser, &in_a_folder, &others);
}
