//! Lo que hace falta para pasar la galería: leer las cabeceras, compilar los
//! programas, explorarlos y contar lo que costó. Nada de aquí sabe qué programas
//! hay: todo lo particular está en sus cabeceras.

mod build;
mod check;
mod ending;
mod header;
mod selftest;
pub mod table;

use std::path::PathBuf;

pub use check::{Figures, check};
pub use header::Spec;
pub use selftest::headers_are_strict;

/// Donde viven los programas.
fn gallery_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/galeria")
}

/// Un programa por su nombre, o qué le falta a su cabecera.
pub type Entry = (String, Result<Spec, String>);

/// Todos los programas, por orden alfabético.
pub fn read_gallery() -> Vec<Entry> {
    let mut entries: Vec<Entry> = std::fs::read_dir(gallery_dir())
        .expect("la carpeta de la galería está junto a esta prueba")
        .map(|file| file.expect("se puede listar la galería").path())
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "comun"))
        .map(|path| {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (name, Spec::read(&path))
        })
        .collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries
}

/// Que la galería no mengüe sin que se note.
pub fn is_complete(entries: &[Entry]) -> Result<(), String> {
    let specs: Vec<_> = entries
        .iter()
        .filter_map(|(_, spec)| spec.as_ref().ok())
        .collect();
    let in_rust = specs.iter().filter(|spec| spec.is_rust()).count();
    let by_brute_force = specs.iter().filter(|spec| spec.brute_force).count();
    for (what, found, least) in [
        ("programas", specs.len(), 45),
        ("programas en Rust", in_rust, 8),
        ("confirmados por fuerza bruta", by_brute_force, 20),
    ] {
        if found < least {
            return Err(format!(
                "{what}: se esperaban al menos {least} y hay {found}"
            ));
        }
    }
    Ok(())
}
