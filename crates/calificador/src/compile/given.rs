//! El programa del paso: lo que hay en su `src/` además de lo que se entrega.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::words;

/// El archivo que se entrega.
const SUBMITTED: &str = "lib.rs";
/// Por donde empieza el programa.
const MAIN: &str = "main.rs";

/// Los archivos dados, con su ruta desde `src/`.
#[derive(Debug)]
pub struct Given(Vec<(PathBuf, String)>);

impl Given {
    /// Los que acompañan a `main`.
    ///
    /// # Errores
    /// Si no se puede leer alguno.
    pub fn read(main: &Path) -> Result<Self> {
        let folder = main
            .parent()
            .context("el programa no está en ninguna carpeta")?;
        let mut files = Vec::new();
        collect(folder, folder, &mut files)?;
        Ok(Self(files))
    }

    /// Hace las carpetas que necesitan, en `sources`.
    pub fn make_folders(&self, sources: &Path) -> Result<()> {
        fs::create_dir_all(sources)?;
        for folder in self.0.iter().filter_map(|(path, _)| path.parent()) {
            fs::create_dir_all(sources.join(folder))?;
        }
        Ok(())
    }

    /// Los deja en `sources` tal como son: la entrega será otra caja.
    pub fn lay(&self, sources: &Path) -> Result<()> {
        for (path, text) in &self.0 {
            write(&sources.join(path), text)?;
        }
        Ok(())
    }

    /// Los deja en `sources` para compilarlos con la entrega en una sola caja: detrás
    /// del programa, sin mover ni una línea, el módulo entregado.
    pub fn lay_joined(&self, sources: &Path, step: &str) -> Result<()> {
        for (path, text) in &self.0 {
            let text = if path == Path::new(MAIN) {
                format!("{text}\n#[path = \"{SUBMITTED}\"]\nmod {step};\n")
            } else {
                words::as_neighbour(text, step)
            };
            write(&sources.join(path), &text)?;
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("no se puede escribir {}", path.display()))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, String)>) -> Result<()> {
    let unread = |path: &Path| format!("no se puede leer {}", path.display());
    for entry in fs::read_dir(folder).with_context(|| unread(folder))? {
        let path = entry?.path();
        let name = path.strip_prefix(root)?.to_owned();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "rs") && name != Path::new(SUBMITTED) {
            let text = fs::read_to_string(&path).with_context(|| unread(&path))?;
            files.push((name, text));
        }
    }
    Ok(())
}
