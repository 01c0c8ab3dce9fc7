//! `taller tarea nueva`: la plantilla comentada de una tarea.

use std::fs::Permissions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result};
use calificador::assignment::template;

use crate::cli::TareaNueva;
use crate::marking::Workbook;
use crate::outcome::Ending;
use crate::step::Step;
use crate::terminal::say;

/// Escribe la tarea. Nunca encima de otra: puede llevar las prórrogas de media clase.
pub fn new(options: &TareaNueva) -> Result<()> {
    let book = Workbook::find()?;
    let chosen = book.asked(&options.pasos)?;
    write_new(&options.salida, &text(&chosen, &book.steps))?;
    say!(
        "La tarea está en {}. Ábrela con tu editor: cada línea cuenta para qué es.",
        options.salida.display()
    );
    Ok(())
}

fn text(chosen: &[Step], all: &[Step]) -> String {
    let challenges: Vec<&Step> = all
        .iter()
        .filter(|step| step.optional && !chosen.iter().any(|one| one.name == step.name))
        .collect();
    template(&named(chosen), &named(challenges))
}

/// El nombre y el título de cada uno.
fn named<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Vec<(&'a str, &'a str)> {
    steps
        .into_iter()
        .map(|step| (step.name.as_str(), step.title.as_str()))
        .collect()
}

/// Deja `text` en `path`, entero, si allí no hay nada.
fn write_new(path: &Path, text: &str) -> Result<()> {
    let broken = || format!("no se puede escribir {}", path.display());
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(calificador::durable::UNFINISHED)
        // El sistema le quita los permisos que diga la `umask` de quien la escribe.
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder)
        .with_context(broken)?;
    file.write_all(text.as_bytes()).with_context(broken)?;
    file.as_file().sync_all().with_context(broken)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(failed) if failed.error.kind() == ErrorKind::AlreadyExists => {
            Err(Ending::misuse(format!(
                "{} ya existe y no se toca: elige otro nombre con --salida, o cámbialo de sitio",
                path.display()
            ))
            .into())
        }
        Err(failed) => Err(failed.error).with_context(broken),
    }
}
