//! Los dibujos, comparados con los que se guardan en `tests/esperado/` y con lo
//! que ningún dibujo puede dejar de cumplir.
//!
//! `TALLER_REGENERAR=1 cargo test -p explorador --test dibujos` los vuelve a
//! escribir: después, míralos.

mod always;
mod arbitrary;
mod captions;
mod gallery;
mod preparation;
mod scene;
mod steps;

use std::fs;
use std::path::PathBuf;

use explorador::picture::{Detail, TextStyle, svg, text};

fn expected(name: &str, extension: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/esperado/{name}.{extension}"))
}

/// Compara con lo guardado, o lo guarda si se pide.
fn check(name: &str, extension: &str, drawing: &str) {
    let path = expected(name, extension);
    if std::env::var_os("TALLER_REGENERAR").is_some() {
        fs::write(&path, drawing).expect("se puede escribir en tests/esperado");
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        known == drawing,
        "el dibujo «{name}» ya no es el de {}; si el nuevo está bien, regenera.\n{drawing}",
        path.display()
    );
}

#[test]
fn cada_escena_se_dibuja_como_siempre() {
    for (name, outcome) in gallery::all() {
        check(name, "txt", &text(&outcome, &TextStyle::default()));
        check(name, "svg", &svg(&outcome));
    }
}

#[test]
fn con_todo_detalle_se_ve_cada_acontecimiento() {
    let (_, outcome) = gallery::all().remove(1);
    let full = TextStyle {
        detail: Detail::Full,
        ..TextStyle::default()
    };
    check("a_medias_detalle", "txt", &text(&outcome, &full));
}
