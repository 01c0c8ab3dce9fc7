//! Los informes de una clase en un navegador de verdad: axe-core no encuentra nada que
//! reprochar, de día ni de noche; todo cabe, en un teléfono también, y no piden nada a nadie.
//!
//! Se miran los que guardan las pruebas de `calificador`, que son los que escribe: allí se
//! comparan byte a byte.

mod common;

use std::path::{Path, PathBuf};

use common::browser::Browser;
use common::visit::visit;

fn pages() -> Vec<PathBuf> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../calificador/tests/informes/esperado");
    let students = std::fs::read_dir(kept.join("estudiantes")).unwrap();
    let mut pages: Vec<PathBuf> = students.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages.insert(0, kept.join("resumen.html"));
    pages
}

#[test]
fn ningun_informe_tiene_reproche() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let pages = pages();
    assert!(pages.len() > 4, "{pages:?}");

    let complaints: Vec<String> = pages
        .iter()
        .flat_map(|page| visit(&browser, &format!("file://{}", page.display())))
        .collect();

    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}
