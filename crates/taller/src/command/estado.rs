//! `taller estado`: cómo va el curso y qué paso toca.

use std::path::Path;

use anyhow::Result;

use crate::progress::Standing;
use crate::root;
use crate::step::{self, Step};
use crate::terminal::{Page, print};

/// Cuenta en qué punto está cada paso.
pub fn run() -> Result<()> {
    let root = root::find()?;
    let steps = step::discover(&root)?;
    let standing = Standing::of(&root, &steps)?;
    let page = Page::of_stdout();
    let next = match (standing.next(), standing.challenge()) {
        (Some(step), _) => format!("Ahora toca {}", invitation(&root, step)),
        (None, Some(step)) => {
            format!(
                "¡Curso terminado! Si quieres más, {}",
                invitation(&root, step)
            )
        }
        (None, None) => "¡Curso terminado!\n".to_owned(),
    };
    print(&format!(
        "{}\n{}\n{next}",
        standing.list(page),
        standing.bar(page)
    ))
}

/// Qué hay que hacer en ese paso.
fn invitation(root: &Path, step: &Step) -> String {
    let file = step.editable();
    let write = if file.is_file() {
        let file = file.strip_prefix(root).unwrap_or(&file);
        format!("escribe {} y corrígelo", file.display())
    } else {
        "corrígelo".to_owned()
    };
    let Step { name, title, .. } = step;
    format!("{name}, «{title}»: {write} con\n  cargo run -- probar {name}\n")
}
