//! Dónde está el curso: la carpeta que tiene a la vez `Cargo.toml` y `book.toml`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// La raíz del curso, subiendo desde la carpeta actual.
///
/// # Errores
/// Si ninguna carpeta de `.` hacia arriba es un curso.
pub fn find() -> Result<PathBuf> {
    let here = std::env::current_dir().context("no se sabe cuál es la carpeta actual")?;
    find_from(&here)
}

/// La raíz del curso, subiendo desde `start`.
fn find_from(start: &Path) -> Result<PathBuf> {
    let is_course = |dir: &&Path| {
        ["Cargo.toml", "book.toml"]
            .iter()
            .all(|f| dir.join(f).is_file())
    };
    match start.ancestors().find(is_course) {
        Some(root) => Ok(root.to_owned()),
        None => bail!(
            "aquí no está el curso: ni {} ni ninguna carpeta por encima tiene a la vez \
             Cargo.toml y book.toml. Entra en la carpeta que clonaste y vuelve a intentarlo",
            start.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_encuentra_desde_una_carpeta_interior() {
        let course = tempfile::tempdir().unwrap();
        let inside = course.path().join("exercises/paso1/src");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(course.path().join("Cargo.toml"), "").unwrap();
        std::fs::write(course.path().join("book.toml"), "").unwrap();
        // El Cargo.toml del ejercicio no basta para confundirla.
        std::fs::write(course.path().join("exercises/paso1/Cargo.toml"), "").unwrap();

        assert_eq!(find_from(&inside).unwrap(), course.path());
    }

    #[test]
    fn fuera_del_curso_se_dice_que_hacer() {
        let elsewhere = tempfile::tempdir().unwrap();

        let error = find_from(elsewhere.path()).unwrap_err().to_string();

        assert!(error.contains("aquí no está el curso"), "{error}");
        assert!(error.contains("Entra en la carpeta"), "{error}");
    }
}
