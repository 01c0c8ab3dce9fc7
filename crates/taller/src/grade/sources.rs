//! De qué archivos del estudiante depende la nota de un paso.
//!
//! De su `src/lib.rs` y, si el paso usa otros ejercicios (lo dice su `Cargo.toml`),
//! también de los suyos: el programa final se estropea si se estropea el paso 1.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Deserialize;

use crate::fingerprint;
use crate::step::Step;

/// Los archivos que escribe el estudiante y de los que depende `step`.
pub fn files(step: &Step) -> Vec<PathBuf> {
    let mut folders = vec![step.folder.clone()];
    folders.extend(other_exercises(&step.folder));
    folders
        .into_iter()
        .map(|folder| folder.join("src/lib.rs"))
        .filter(|file| file.is_file())
        .collect()
}

/// Una huella que cambia si cambia lo que escribió el estudiante.
pub fn fingerprint(step: &Step) -> String {
    let each: String = files(step)
        .iter()
        .map(|file| fingerprint::hex(&fs::read(file).unwrap_or_default()))
        .collect();
    fingerprint::hex(each.as_bytes())
}

/// Cómo están los archivos en este momento: cambia cada vez que se guardan,
/// aunque se guarden iguales.
pub type Look = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// Mira los archivos de `step`.
pub fn look(step: &Step) -> Look {
    files(step)
        .into_iter()
        .filter_map(|file| {
            let data = fs::metadata(&file).ok()?;
            Some((file, data.modified().ok(), data.len()))
        })
        .collect()
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

/// Las carpetas de los demás ejercicios que usa el de `folder`.
fn other_exercises(folder: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let Ok(manifest) = toml::from_str::<Manifest>(&text) else {
        return Vec::new();
    };
    let exercises = folder.parent().and_then(|path| path.canonicalize().ok());
    manifest
        .dependencies
        .values()
        .filter_map(|dependency| dependency.get("path")?.as_str())
        .filter_map(|path| folder.join(path).canonicalize().ok())
        .filter(|other| other.parent() == exercises.as_deref())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn el_programa_final_depende_de_los_pasos_y_no_de_la_referencia() {
        let course = tempfile::tempdir().unwrap();
        let root = course.path();
        write(root, "exercises/uno/src/lib.rs", "// uno");
        write(root, "solutions/dos/src/lib.rs", "// dos");
        write(
            root,
            "exercises/fin/Cargo.toml",
            "[dependencies]\nnix = \"1\"\nuno = { path = \"../uno\" }\n\
             dos = { path = \"../../solutions/dos\" }\n",
        );
        let step = Step {
            name: "fin".into(),
            order: 2,
            optional: false,
            title: "Fin".into(),
            chapter: PathBuf::new(),
            folder: root.join("exercises/fin"),
        };

        let before = fingerprint(&step);
        write(root, "solutions/dos/src/lib.rs", "// otra");
        let same = fingerprint(&step);
        write(root, "exercises/uno/src/lib.rs", "// otra");

        assert_eq!(files(&step).len(), 1);
        assert_eq!(before, same);
        assert_ne!(before, fingerprint(&step));
    }
}
