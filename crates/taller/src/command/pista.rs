//! `taller pista`: la siguiente pista de un paso.

use std::path::Path;

use anyhow::Result;
use castellano::plural;

use crate::cli::Pista;
use crate::outcome::{Ending, sentence};
use crate::progress::{self, Progress};
use crate::root;
use crate::step::{self, Step};
use crate::terminal::{Page, markdown, note, print};

/// Qué pista se quiere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// La que va detrás de la última vista; si no queda ninguna, la última.
    Next,
    /// Una en concreto.
    Level(usize),
    /// La primera, olvidando las vistas.
    First,
}

/// Muestra una pista y recuerda cuál ha sido.
pub fn run(options: &Pista) -> Result<()> {
    let root = root::find()?;
    let step = step::called(&step::discover(&root)?, &options.paso).map_err(Ending::misuse)?;
    let wanted = match options.nivel {
        Some(level) => Wanted::Level(level),
        None if options.desde_el_principio => Wanted::First,
        None => Wanted::Next,
    };
    let page = Page::of_stdout();
    print(&show(&root, &step, wanted, page)?)
}

/// La pista, lista para enseñarla; queda apuntada como vista.
///
/// # Errores
/// Un mal uso, si el paso no tiene esa pista.
pub fn show(root: &Path, step: &Step, wanted: Wanted, page: Page) -> Result<String> {
    let hints = step.hints()?;
    let seen = Progress::load(root)?.of(&step.name).hint;
    let level = pick(step, wanted, seen, hints.len()).map_err(Ending::misuse)?;
    let remembered = if wanted == Wanted::First {
        level
    } else {
        level.max(seen)
    };
    // Que no se pueda apuntar no es motivo para no dar la pista.
    if let Err(error) = progress::update(root, &step.name, |memory| memory.hint = remembered) {
        note!(
            "Aviso: no se recordará que la has visto: {}.",
            sentence(&error)
        );
    }
    let title = format!(
        "Pista {level} de {} · {} · {}",
        hints.len(),
        step.name,
        step.title
    );
    let after = if level < hints.len() {
        format!("¿Y si no basta? cargo run -- pista {}", step.name)
    } else {
        let chapter = step.chapter.strip_prefix(root).unwrap_or(&step.chapter);
        format!(
            "Era la última. Si sigues sin verlo, vuelve a leer {} con ella al lado.",
            chapter.display()
        )
    };
    Ok(format!(
        "{}\n\n{}\n{}\n",
        page.bold(&title),
        markdown::render(&hints[level - 1], page),
        page.fill(&after, "", "")
    ))
}

/// El nivel que toca, si existe.
fn pick(step: &Step, wanted: Wanted, seen: usize, total: usize) -> Result<usize, String> {
    let name = &step.name;
    if total == 0 {
        return Err(format!("«{name}» no tiene pistas propias"));
    }
    match wanted {
        Wanted::First => Ok(1),
        Wanted::Next => Ok((seen + 1).min(total)),
        Wanted::Level(level) if (1..=total).contains(&level) => Ok(level),
        Wanted::Level(level) => Err(format!(
            "«{name}» tiene {}, y se pide la {level}",
            plural(total as u64, "pista", "pistas")
        )),
    }
}
