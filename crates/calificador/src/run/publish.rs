//! Los informes aparecen todos a la vez, o siguen los de antes.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::durable;

/// Dónde se escriben mientras no están todos.
const NEW: &str = ".informes-nuevos";
/// Dónde esperan los de antes mientras se cambian.
const OLD: &str = ".informes-viejos";

/// La carpeta de los informes: dentro de la de salida, y otra si falta gente.
pub fn reports_of(root: &Path, partial: bool) -> PathBuf {
    root.join(if partial {
        "informes-parciales"
    } else {
        "informes"
    })
}

/// Llama a `write` con una carpeta vacía y, si todo va bien, la deja en el lugar de los
/// informes que hubiera. Los completos quitan los parciales.
///
/// # Errores
/// El de `write`, o si no se puede escribir en la carpeta de salida. Entonces siguen los
/// informes de antes.
pub fn publish<T>(root: &Path, partial: bool, write: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    recover(root)?;
    let broken = || format!("no se pueden dejar los informes en {}", root.display());
    let (new, old) = (root.join(NEW), root.join(OLD));
    fs::create_dir_all(&new).with_context(broken)?;
    let written = write(&new)?;
    durable::settle(&new);
    let place = reports_of(root, partial);
    if place.exists() {
        fs::rename(&place, &old).with_context(broken)?;
    }
    fs::rename(&new, &place).with_context(broken)?;
    durable::settle(root);
    remove(&old).with_context(broken)?;
    if !partial {
        remove(&reports_of(root, true)).with_context(broken)?;
    }
    Ok(written)
}

/// Deshace lo que dejó a medias quien murió publicando.
///
/// # Errores
/// Si no se puede.
pub fn recover(root: &Path) -> Result<()> {
    let broken = || format!("no se puede poner en orden {}", root.display());
    remove(&root.join(NEW)).with_context(broken)?;
    let (old, place) = (root.join(OLD), reports_of(root, false));
    if old.exists() && !place.exists() && !reports_of(root, true).exists() {
        fs::rename(&old, &place).with_context(broken)?;
    }
    remove(&old).with_context(broken)
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(name: &'static str) -> impl FnOnce(&Path) -> Result<()> {
        move |folder| Ok(fs::write(folder.join(name), name)?)
    }

    fn names(root: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_reports_take_the_place_of_the_old_ones_without_leftovers() {
        let root = tempfile::tempdir().unwrap();
        publish(root.path(), true, put("a-parcial")).unwrap();
        publish(root.path(), false, put("a")).unwrap();
        publish(root.path(), false, put("b")).unwrap();

        assert_eq!(names(root.path()), ["informes"]);
        assert_eq!(names(&root.path().join("informes")), ["b"]);
    }

    #[test]
    fn if_something_fails_the_old_ones_stay() {
        let root = tempfile::tempdir().unwrap();
        publish(root.path(), false, put("a")).unwrap();

        let failed = publish(root.path(), false, |folder| -> Result<()> {
            fs::write(folder.join("b"), "")?;
            anyhow::bail!("no cabe")
        });

        assert!(failed.is_err());
        recover(root.path()).unwrap();
        assert_eq!(names(root.path()), ["informes"]);
        assert_eq!(names(&root.path().join("informes")), ["a"]);
    }

    #[test]
    fn who_dies_between_one_and_the_other_loses_neither() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(OLD)).unwrap();
        fs::write(root.path().join(OLD).join("a"), "").unwrap();
        fs::create_dir(root.path().join(NEW)).unwrap();

        recover(root.path()).unwrap();

        assert_eq!(names(root.path()), ["informes"]);
        assert_eq!(names(&root.path().join("informes")), ["a"]);
    }
}
