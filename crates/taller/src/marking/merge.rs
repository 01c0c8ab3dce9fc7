//! `taller reunir`: las partes de un reparto, en una sola clase.

use std::path::PathBuf;

use anyhow::Result;
use calificador::assignment::Assignment;
use calificador::model::Manifest;
use calificador::run::{Results, WorkFolder, merge, parts_in};

use super::options::Reunir;
use super::order::{Workbook, worksheet_exists};
use super::reports::Wanted;
use crate::outcome::Ending;

/// Reúne las partes y escribe los informes.
///
/// # Errores
/// Si las partes no son del mismo reparto o falta alguna, o no se puede escribir.
pub fn run(options: &Reunir) -> Result<()> {
    let workbook = Workbook::find()?;
    options
        .informes
        .hoja
        .as_deref()
        .map(worksheet_exists)
        .transpose()?;
    let parts = parts_in(&options.carpetas)?;
    let output = output(options, &parts)?;
    let folder = WorkFolder::open(&output, None)?;
    let (manifest, journal) = merge(&parts, &folder, options.informes.parcial)?;
    let assignment = workbook.assignment(options.informes.tarea.as_deref(), &manifest.steps)?;
    same_steps(&assignment, &manifest)?;
    let wanted = Wanted {
        workbook: &workbook,
        assignment: &assignment,
        worksheet: options.informes.hoja.as_deref(),
        formats: &options.informes.formats(),
        even_partial: options.informes.parcial,
    };
    let results = Results {
        manifest: &manifest,
        journal: &journal,
    };
    wanted.write(&folder, &results)
}

/// Dónde se reúne: donde se diga, o en la única carpeta que las tiene todas.
fn output(options: &Reunir, parts: &[PathBuf]) -> Result<PathBuf> {
    match (&options.salida, options.carpetas.as_slice()) {
        (Some(folder), _) => Ok(folder.clone()),
        (None, [folder]) if !parts.contains(folder) => Ok(folder.clone()),
        (None, _) => Err(Ending::misuse(
            "si las partes no están todas dentro de una carpeta, di con --salida dónde reunirlas"
                .into(),
        )
        .into()),
    }
}

/// La tarea tiene que pedir lo que se calificó.
fn same_steps(assignment: &Assignment, manifest: &Manifest) -> Result<()> {
    let asked: Vec<&str> = assignment.all_steps().collect();
    if asked == manifest.steps {
        return Ok(());
    }
    Err(Ending::misuse(format!(
        "la tarea pide {}, y se calificó {}: usa la misma tarea con la que se calificaron las \
         partes",
        asked.join(", "),
        manifest.steps.join(", ")
    ))
    .into())
}
