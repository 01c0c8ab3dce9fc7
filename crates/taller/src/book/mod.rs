//! El libro: de los capítulos en Markdown a páginas que se pueden servir.
//!
//! mdBook hace el trabajo, dentro de este mismo proceso. Esta sala le pone lo que
//! le falta: que nada falle en silencio (configuración, inclusiones, enlaces), que
//! todo esté en español y que ninguna página pida nada a otra máquina. No mira
//! nunca el código del estudiante, solo lo muestra.

mod admonitions;
mod audit;
mod chapter;
mod config;
mod dedent;
mod diagnostics;
mod exercise;
mod figures;
mod finish;
mod highlight;
mod hints;
mod includes;
mod output;
pub mod page;
mod patch;
mod runnable;
mod scripts;
mod search;
mod spanish;
mod theme;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use mdbook_driver::MDBook;

use crate::outcome::{Problem, Problems};
use crate::step::{self, Step};

use chapter::PerChapter;
pub use includes::included;
pub use output::{Publication, files};
pub use theme::FOLDER as THEME_FOLDER;

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
    config.set("output.html.code.hidelines.c", runnable::HIDDEN)?;
    destination.clone_into(&mut config.build.build_dir);

    let (chapters, complaints) = diagnostics::listen(|| render(root, config, steps.clone()));
    let chapters = match chapters {
        Ok(chapters) => chapters,
        Err(error) if complaints.is_empty() => return Err(error),
        Err(_) => 0,
    };
    Problems::none_or_fail(complaints)?;
    finish::polish(root, destination)?;
    let mut problems = audit::check(&source, destination)?;
    problems.extend(without_chapter(&source, destination, &steps));
    Problems::none_or_fail(problems)?;
    Ok(Built {
        chapters,
        bytes: output::size(destination)?,
    })
}

/// Los pasos cuyo capítulo no está en el libro.
fn without_chapter(source: &Path, destination: &Path, steps: &[Step]) -> Vec<Problem> {
    let published = |step: &&Step| {
        let chapter = step
            .chapter
            .strip_prefix(fs::canonicalize(source).ok()?)
            .ok()?;
        let page = destination.join(chapter.with_extension("html"));
        page.is_file().then_some(())
    };
    steps
        .iter()
        .filter(|step| published(step).is_none())
        .map(|step| {
            let what = format!(
                "dice que su capítulo es {}, que no está en SUMMARY.md",
                step.chapter.display()
            );
            Problem::new(format!("exercises/{}/Cargo.toml", step.name), what)
        })
        .collect()
}

/// Lo que se cambia en cada capítulo, en este orden, después de las inclusiones.
const CHANGES: [PerChapter; 3] = [
    PerChapter {
        name: "avisos",
        change: admonitions::translate,
    },
    PerChapter {
        name: "sangria",
        change: dedent::dedent,
    },
    PerChapter {
        name: "figuras",
        change: figures::sized,
    },
];

/// Pone mdBook a trabajar; devuelve cuántos capítulos hay.
fn render(root: &Path, config: mdbook_core::config::Config, steps: Vec<Step>) -> Result<usize> {
    let work = AssertUnwindSafe(|| -> Result<usize> {
        let mut book =
            MDBook::load_with_config(root, config).context("mdBook no puede leer los capítulos")?;
        book.with_preprocessor(exercise::Panels::new(steps.clone()));
        book.with_preprocessor(hints::Hints::new(steps));
        book.with_preprocessor(runnable::Runnable);
        for change in CHANGES {
            book.with_preprocessor(change);
        }
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
