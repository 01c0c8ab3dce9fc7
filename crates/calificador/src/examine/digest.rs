//! El resumen de todo lo que decide un veredicto: con otro, los resultados no se
//! mezclan. No depende de la máquina ni de dónde esté el curso.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Lo que decide un veredicto, además del compilador.
const DECIDES: &[&str] = &[
    "Cargo.lock",
    "crates/castellano/src",
    "crates/explorador/src",
    "crates/juez/src",
    "crates/portero/src",
    "crates/calificador/src/cage",
    "crates/calificador/src/compile",
    "crates/calificador/src/examine",
    "exercises",
    "solutions",
];

/// El resumen del curso de `root` y del compilador que dice ser `version`.
///
/// # Errores
/// Si no se puede leer algún archivo.
pub fn of(root: &Path, version: &str) -> Result<String> {
    let mut files = Vec::new();
    for place in DECIDES {
        collect(&root.join(place), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    digest.update(version.as_bytes());
    for file in files {
        let bytes =
            fs::read(&file).with_context(|| format!("no se puede leer {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(&file);
        digest.update(name.as_os_str().as_encoded_bytes());
        digest.update(u64::try_from(bytes.len())?.to_le_bytes());
        digest.update(&bytes);
    }
    let mut text = String::new();
    for byte in digest.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Los archivos que hay en `place`. Lo que edita el estudiante no decide nada.
fn collect(place: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if place.is_file() {
        files.push(place.to_owned());
        return Ok(());
    }
    let entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("no se puede leer {}", place.display()));
        }
    };
    for entry in entries {
        let path = entry?.path();
        let is_source = path.is_dir()
            || path
                .extension()
                .is_some_and(|ext| ext == "rs" || ext == "toml");
        let is_submission =
            path.ends_with("src/lib.rs") && path.components().any(|c| c.as_os_str() == "exercises");
        if is_source && !is_submission {
            collect(&path, files)?;
        }
    }
    Ok(())
}
