//! Saber cuándo cambia algo del libro.
//!
//! Se miran las fechas de los ficheros varias veces por segundo. Son unos cientos
//! y cuesta menos de un milisegundo; a cambio funciona igual en WSL, en un
//! contenedor o en una carpeta de red, donde los avisos del sistema no llegan.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Lo que se vigila: carpetas enteras y ficheros sueltos.
#[derive(Debug, Clone)]
pub struct Watched(Vec<PathBuf>);

/// El aspecto de todo lo vigilado en un momento.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Watched {
    /// El libro, su configuración, los ejercicios, la referencia y lo que incluya.
    pub fn new(root: &Path, included: &[PathBuf]) -> Self {
        let usual = ["book", "book.toml", "exercises", "solutions"];
        let usual = usual.iter().map(|name| root.join(name));
        Self(usual.chain(included.iter().cloned()).collect())
    }

    /// Cómo está todo ahora. Lo que no se puede leer cuenta como que no está.
    pub fn look(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for path in &self.0 {
            snapshot.add(path);
        }
        snapshot
    }
}

impl Snapshot {
    fn add(&mut self, path: &Path) {
        let Ok(data) = fs::metadata(path) else { return };
        if !data.is_dir() {
            self.0
                .insert(path.to_owned(), (data.len(), data.modified().ok()));
            return;
        }
        let Ok(entries) = fs::read_dir(path) else {
            return;
        };
        for entry in entries.flatten() {
            if !is_ignored(&entry.path()) {
                self.add(&entry.path());
            }
        }
    }
}

/// Lo que no es del libro: lo compilado, lo que escribe el estudiante (si un capítulo
/// lo incluye, se vigila por eso) y lo que dejan a medias los programas que lo guardan.
fn is_ignored(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    ["target", ".git", "copias"]
        .iter()
        .any(|known| name == *known)
        || name.to_string_lossy().starts_with(".taller-")
        || path.ends_with("src/lib.rs") && is_exercise(path)
}

/// Si `path` es `…/exercises/PASO/src/lib.rs`.
fn is_exercise(path: &Path) -> bool {
    path.ancestors()
        .nth(3)
        .is_some_and(|folder| folder.ends_with("exercises"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_nota_crear_cambiar_y_borrar_pero_no_target() {
        let course = tempfile::tempdir().unwrap();
        let root = course.path();
        fs::create_dir_all(root.join("book")).unwrap();
        fs::create_dir_all(root.join("exercises/paso1/target")).unwrap();
        let watched = Watched::new(root, &[root.join("suelto.c")]);
        let mut before = watched.look();
        let mut changed = || {
            let now = watched.look();
            let different = now != before;
            before = now;
            different
        };

        assert!(!changed());
        fs::write(root.join("book/uno.md"), "a").unwrap();
        assert!(changed());
        fs::write(root.join("book/uno.md"), "ab").unwrap();
        assert!(changed());
        fs::write(root.join("suelto.c"), "x").unwrap();
        assert!(changed());
        fs::write(root.join("exercises/paso1/target/x"), "x").unwrap();
        assert!(!changed());
        fs::remove_file(root.join("book/uno.md")).unwrap();
        assert!(changed());
        // Lo que escribe el estudiante no cambia el libro; el programa del paso, sí.
        fs::create_dir_all(root.join("exercises/paso1/src")).unwrap();
        fs::create_dir_all(root.join("exercises/paso1/copias")).unwrap();
        fs::write(root.join("exercises/paso1/src/lib.rs"), "x").unwrap();
        fs::write(root.join("exercises/paso1/copias/lib-hoy.rs"), "x").unwrap();
        assert!(!changed());
        fs::write(root.join("exercises/paso1/src/main.rs"), "x").unwrap();
        assert!(changed());
    }
}
