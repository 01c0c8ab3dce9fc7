//! Qué paso es este: lo dice su `Cargo.toml`, y de ahí lo lee la macro [`step!`](macro@crate::step).

use std::path::{Path, PathBuf};

/// Lo que el juez necesita saber de un paso.
#[derive(Debug, Clone)]
pub struct Step {
    /// Nombre del paquete: `paso1`.
    pub name: &'static str,
    /// Título para personas: `Asignar`.
    pub title: &'static str,
    /// Capítulo del libro, relativo a la carpeta del paso.
    pub chapter: &'static str,
    /// Carpeta del paso.
    pub folder: &'static str,
    /// El programa del estudiante, ya compilado.
    pub program: &'static str,
    /// Nombre del mismo programa compilado contra la referencia.
    pub reference: &'static str,
}

impl Step {
    /// La raíz del curso, donde está `Cargo.lock`.
    pub fn root(&self) -> PathBuf {
        let folder = Path::new(self.folder);
        folder
            .ancestors()
            .find(|dir| dir.join("Cargo.lock").is_file())
            .unwrap_or(folder)
            .to_owned()
    }

    /// Lo que edita el estudiante, dicho desde la raíz del curso.
    pub fn editable(&self) -> String {
        let file = format!("exercises/{}/src/lib.rs", self.name);
        if self.root().join(&file).is_file() {
            file
        } else {
            // El final no trae nada que escribir: compone los demás pasos.
            "exercises, el paso que señala el fallo".to_owned()
        }
    }

    /// El capítulo, relativo a la raíz del curso: `book/paso1.md`.
    pub fn chapter_in_course(&self) -> &str {
        self.chapter.trim_start_matches("../")
    }
}

/// Los datos de este paso, leídos de su `Cargo.toml`: `step!("paso1", "referencia1")`.
///
/// El título es `description`; el capítulo, `readme`. El segundo nombre es el del
/// ejecutable de la referencia en `solutions/programas`.
#[macro_export]
macro_rules! step {
    ($name:literal, $reference:literal) => {
        $crate::Step {
            name: env!("CARGO_PKG_NAME"),
            title: env!("CARGO_PKG_DESCRIPTION"),
            chapter: env!("CARGO_PKG_README"),
            folder: env!("CARGO_MANIFEST_DIR"),
            program: env!(concat!("CARGO_BIN_EXE_", $name)),
            reference: $reference,
        }
    };
}
