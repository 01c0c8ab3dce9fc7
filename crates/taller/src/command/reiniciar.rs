//! `taller reiniciar`: el archivo de un paso, como vino.
//!
//! Aquí se pregunta y se cuenta; cómo se hace sin perder nada está en [`restore`].

use std::io::{IsTerminal, stdin};
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::Reiniciar;
use crate::exercise::restore;
use crate::outcome::Ending;
use crate::terminal::{self, say};
use crate::{root, step};

/// Devuelve el archivo del paso a como vino.
pub fn run(options: &Reiniciar) -> Result<()> {
    let root = root::find()?;
    let step = step::called(&step::discover(&root)?, &options.paso).map_err(Ending::misuse)?;
    let stub = restore::stub(&step)?;
    let editable = step.editable();
    let shown = shown(&root, &editable);
    let written = restore::written(&step)?;
    if written.as_ref() == Some(&stub) {
        say!("{shown} ya está como vino: no hay nada que reiniciar.");
        return Ok(());
    }
    if !options.si && !agreed(&shown)? {
        say!("No se ha tocado nada.");
        return Ok(());
    }
    if let Some(copy) = restore::restore(&step)? {
        say!(
            "Tu archivo queda guardado en {}.",
            self::shown(&root, &copy)
        );
    }
    say!("{shown} vuelve a estar como vino.");
    Ok(())
}

/// Si quien está en la terminal dice que sí. Sin terminal no hay a quién preguntar,
/// y la copia ya guarda las espaldas.
fn agreed(shown: &str) -> Result<bool> {
    if !stdin().is_terminal() {
        return Ok(true);
    }
    terminal::print(&format!(
        "{shown} volverá a estar como vino, y tu versión se guardará aparte. ¿Seguro? [s/N] "
    ))?;
    let mut answer = String::new();
    stdin()
        .read_line(&mut answer)
        .context("no se puede preguntar en la terminal")?;
    let answer = answer.trim().to_lowercase();
    Ok(matches!(answer.as_str(), "s" | "si" | "sí"))
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}
