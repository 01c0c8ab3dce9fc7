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
    // Con qué opciones se compila.
    "Cargo.toml",
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
        collect(root, &root.join(place), &mut files)?;
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

/// Los archivos que hay en `place`.
fn collect(root: &Path, place: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
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
        if is_source && !is_of_student(path.strip_prefix(root).unwrap_or(&path)) {
            collect(root, &path, files)?;
        }
    }
    Ok(())
}

/// Lo que escribe quien hace los ejercicios, y las copias que le guarda `reiniciar`, no
/// deciden nada: en cada máquina pueden ser otras.
fn is_of_student(path: &Path) -> bool {
    path.starts_with("exercises") && (path.ends_with("src/lib.rs") || path.ends_with("copias"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn course(root: &Path) -> String {
        put(root, "Cargo.lock", "");
        put(root, "exercises/paso1/src/lib.rs", "todo!()");
        put(root, "exercises/paso1/tests/juez.rs", "fn main() {}");
        put(root, "solutions/paso1/src/lib.rs", "fn uno() {}");
        of(root, "rustc 1").unwrap()
    }

    #[test]
    fn it_does_not_depend_on_where_the_course_is() {
        let folder = tempfile::tempdir().unwrap();
        let plain = course(&folder.path().join("curso"));
        let tricky = folder.path().join("exercises/copias");

        assert_eq!(course(&tricky), plain);
        put(&tricky, "solutions/paso1/src/lib.rs", "fn otro() {}");
        assert_ne!(of(&tricky, "rustc 1").unwrap(), plain);
    }

    #[test]
    fn what_a_student_leaves_in_the_course_decides_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let clean = course(folder.path());

        put(folder.path(), "exercises/paso1/src/lib.rs", "fn mio() {}");
        put(
            folder.path(),
            "exercises/paso1/copias/lib-ayer.rs",
            "fn mio() {}",
        );
        assert_eq!(of(folder.path(), "rustc 1").unwrap(), clean);

        put(
            folder.path(),
            "exercises/paso1/tests/juez.rs",
            "fn main() { }",
        );
        assert_ne!(of(folder.path(), "rustc 1").unwrap(), clean);
        assert_ne!(of(folder.path(), "rustc 2").unwrap(), clean);
    }

    #[test]
    fn compiling_with_other_options_is_another_course() {
        let folder = tempfile::tempdir().unwrap();
        let plain = course(folder.path());

        let options = "[profile.dev.package.paso1]\nopt-level = 1\n";
        put(folder.path(), "Cargo.toml", options);

        assert_ne!(of(folder.path(), "rustc 1").unwrap(), plain);
    }
}
