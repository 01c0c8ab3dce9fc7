//! Las bibliotecas del curso, en una carpeta donde no hay nada más.
//!
//! `rustc` mira, cada vez que arranca, todo lo que hay en las carpetas donde busca; en
//! la de `cargo` hay miles de archivos, cada vez más, y mirarlos es buena parte de lo
//! que tarda en compilar un programa pequeño. Además, lo que `cargo` recompile después
//! no cambia lo que hay aquí.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::compile::Toolchain;
use crate::fingerprint;
use crate::scratch::{self, Scratch};

/// Cuántas versiones se guardan: otro servidor puede estar usando la anterior.
const KEPT: usize = 3;
/// Cómo empieza el nombre de la carpeta donde se reúnen, hasta que están todas.
const WORK: &str = "obra-";

/// Reúne las de `toolchain` y hace que las busque solo ahí.
///
/// # Errores
/// Si no se puede escribir en `target`.
pub fn gather(root: &Path, toolchain: &mut Toolchain) -> Result<()> {
    if toolchain.libraries.is_empty() {
        return Ok(());
    }
    let shelf = root.join("target/taller/bibliotecas");
    let folder = shelf.join(version(&toolchain.libraries));
    if !folder.is_dir() {
        fill(&shelf, &folder, &toolchain.libraries)
            .with_context(|| format!("no se puede escribir en {}", shelf.display()))?;
        forget_the_oldest(&shelf);
    }
    let moved = |library: &Path| Some(folder.join(library.file_name()?));
    for library in toolchain
        .externs
        .values_mut()
        .chain(&mut toolchain.libraries)
    {
        if let Some(place) = moved(library) {
            *library = place;
        }
    }
    Ok(())
}

/// Un nombre distinto si alguna ha cambiado.
fn version(libraries: &[PathBuf]) -> String {
    let mut text = String::new();
    for library in libraries {
        let stamp = fs::metadata(library).map(|data| (data.len(), data.modified().ok()));
        // Escribir en un String no falla.
        let _ = writeln!(text, "{} {:?}", library.display(), stamp.ok());
    }
    fingerprint::hex(text.as_bytes())
}

/// De una vez: la carpeta aparece entera o no aparece.
fn fill(shelf: &Path, folder: &Path, libraries: &[PathBuf]) -> std::io::Result<()> {
    fs::create_dir_all(shelf)?;
    scratch::sweep(shelf, WORK);
    let work = Scratch::inside(shelf, WORK)?;
    for library in libraries {
        let Some(name) = library.file_name() else {
            continue;
        };
        let place = work.path().join(name);
        // Un nombre más para el mismo archivo; en otro disco, una copia.
        if fs::hard_link(library, &place).is_err() {
            fs::copy(library, &place)?;
        }
    }
    match fs::rename(work.path(), folder) {
        // Otro servidor se ha adelantado, con lo mismo.
        Err(_) if folder.is_dir() => Ok(()),
        done => done,
    }
}

/// Lo que no se pueda borrar se quedará: no impide nada.
fn forget_the_oldest(shelf: &Path) {
    let Ok(entries) = fs::read_dir(shelf) else {
        return;
    };
    let mut versions: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    versions.sort();
    for (_, path) in &versions[..versions.len().saturating_sub(KEPT)] {
        let _ = fs::remove_dir_all(path);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn toolchain(cargo: &Path, text: &str) -> Toolchain {
        let libraries = ["libnix-1.rlib", "libbitflags-2.rlib"].map(|name| cargo.join(name));
        for library in &libraries {
            fs::write(library, text).unwrap();
        }
        Toolchain {
            rustc: "rustc".into(),
            version: String::new(),
            standard: PathBuf::new(),
            externs: BTreeMap::from([("nix".to_owned(), libraries[0].clone())]),
            libraries: libraries.to_vec(),
        }
    }

    #[test]
    fn se_reunen_solas_y_lo_que_cargo_cambie_no_las_toca() {
        let course = tempfile::tempdir().unwrap();
        let cargo = tempfile::tempdir().unwrap();
        fs::write(cargo.path().join("otra cosa"), "").unwrap();
        let mut toolchain = toolchain(cargo.path(), "primera");

        gather(course.path(), &mut toolchain).unwrap();
        fs::remove_file(cargo.path().join("libnix-1.rlib")).unwrap();

        let folders = toolchain.library_folders();
        let folder = folders.iter().next().unwrap();
        assert_eq!(folders.len(), 1);
        assert!(folder.starts_with(course.path()));
        assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
        assert_eq!(
            fs::read_to_string(&toolchain.externs["nix"]).unwrap(),
            "primera"
        );
    }

    #[test]
    fn otra_version_es_otra_carpeta_y_las_viejas_se_van() {
        let course = tempfile::tempdir().unwrap();
        let cargo = tempfile::tempdir().unwrap();
        let place = |text: &str| {
            let mut toolchain = toolchain(cargo.path(), text);
            gather(course.path(), &mut toolchain).unwrap();
            toolchain.externs["nix"].clone()
        };
        let texts = ["a", "bb", "ccc", "dddd", "eeeee"];

        let places = texts.map(place);

        assert!(!places[0].exists());
        assert_eq!(fs::read_to_string(&places[4]).unwrap(), "eeeee");
    }
}
