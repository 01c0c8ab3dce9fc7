//! El libro: de los capítulos en Markdown a páginas que se pueden servir.
//!
//! mdBook hace el trabajo, dentro de este mismo proceso. Esta sala le pone lo que
//! le falta: que nada falle en silencio (configuración, inclusiones, enlaces), que
//! todo esté en español y que ninguna página pida nada a otra máquina. No mira
//! nunca el código del estudiante, solo lo muestra.

mod admonitions;
mod audit;
mod config;
mod diagnostics;
mod finish;
mod highlight;
mod hints;
mod includes;
mod output;
pub mod page;
mod patch;
mod search;
mod spanish;
mod theme;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use mdbook_driver::MDBook;

use crate::outcome::Problems;
use crate::step;

pub use includes::included;
pub use output::{Publication, files};

/// La carpeta de los capítulos, dentro del curso.
pub const SOURCE: &str = "book";

/// Lo que se construyó.
#[derive(Debug)]
pub struct Built {
    /// Número de capítulos.
    pub chapters: usize,
    /// Bytes de todos los ficheros, sin comprimir.
    pub bytes: u64,
}

/// Dónde se deja el libro si nadie dice otra cosa: lo que pone `book.toml`.
///
/// # Errores
/// Si `book.toml` está mal.
pub fn usual_destination(root: &Path) -> Result<PathBuf> {
    Ok(root.join(config::load(root)?.build.build_dir))
}

/// Construye en `destination`, que debe estar vacía, el libro del curso `root`.
///
/// # Errores
/// [`Problems`] si el contenido del libro está mal: cada problema dice en qué
/// fichero se arregla. Otro error si el disco no responde.
pub fn build(root: &Path, destination: &Path) -> Result<Built> {
    let mut config = config::load(root)?;
    let source = root.join(SOURCE);
    let steps = step::discover(root)?;
    includes::check(root, &source)?;
    let theme = theme::assemble(root, &config)?;
    config.set("output.html.theme", theme.path())?;
    destination.clone_into(&mut config.build.build_dir);

    let (chapters, complaints) = diagnostics::listen(|| render(root, config, steps));
    let chapters = match chapters {
        Ok(chapters) => chapters,
        Err(error) if complaints.is_empty() => return Err(error),
        Err(_) => 0,
    };
    Problems::none_or_fail(complaints)?;
    finish::polish(root, destination)?;
    Problems::none_or_fail(audit::check(&source, destination)?)?;
    Ok(Built {
        chapters,
        bytes: output::size(destination)?,
    })
}

/// Pone mdBook a trabajar; devuelve cuántos capítulos hay.
fn render(
    root: &Path,
    config: mdbook_core::config::Config,
    steps: Vec<step::Step>,
) -> Result<usize> {
    let work = AssertUnwindSafe(|| -> Result<usize> {
        let mut book =
            MDBook::load_with_config(root, config).context("mdBook no puede leer los capítulos")?;
        book.with_preprocessor(hints::Hints::new(steps));
        book.with_preprocessor(admonitions::Admonitions);
        book.build().context("mdBook no puede construir el libro")?;
        let chapters = book.iter().filter(|item| is_chapter(item)).count();
        Ok(chapters)
    });
    match catch_unwind(work) {
        Ok(result) => result,
        Err(_) => bail!(
            "mdBook ha fallado por dentro al construir el libro; el texto de arriba es suyo. \
             Suele deberse a HTML mal cerrado en el último capítulo que cambiaste"
        ),
    }
}

fn is_chapter(item: &mdbook_core::book::BookItem) -> bool {
    matches!(item, mdbook_core::book::BookItem::Chapter(chapter) if chapter.path.is_some())
}
