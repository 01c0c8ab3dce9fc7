//! `taller construir`: el libro como páginas sueltas.

use std::time::Instant;

use anyhow::Result;

use castellano::plural;

use crate::book::{self, Publication};
use crate::cli::Construir;
use crate::root;
use crate::terminal::say;

/// Construye el libro donde se pide, o en `target/libro`.
pub fn run(options: &Construir) -> Result<()> {
    let start = Instant::now();
    let root = root::find()?;
    let destination = match &options.destino {
        Some(folder) => folder.clone(),
        None => book::usual_destination(&root)?,
    };
    let publication = Publication::prepare(&root, &destination)?;
    let built = book::build(&root, &publication.folder())?;
    let place = publication.publish()?;
    say!(
        "Libro construido en {}: {}, {} kB, {:.1} s.",
        place.display(),
        plural(built.chapters as u64, "capítulo", "capítulos"),
        built.bytes / 1000,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}
