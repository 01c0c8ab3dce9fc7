//! `taller revisar`: que el curso corrija bien lo que dice que corrige.

use anyhow::Result;

use crate::cli::Revisar;
use crate::outcome::Ending;
use crate::review::{self, Stop};
use crate::terminal::print;
use crate::{root, step};

/// Revisa el curso, o muestra cómo se corrige un solo archivo.
pub fn run(options: &Revisar) -> Result<()> {
    let root = root::find()?;
    let steps = step::discover(&root)?;
    let stop = Stop::listen()?;
    if let Some(source) = &options.ver {
        return match review::show(&root, steps, source)? {
            0 => Ok(()),
            code => Err(Ending::silent(code).into()),
        };
    }
    let steps = review::only(steps, &options.solo).map_err(Ending::misuse)?;
    let report = review::review(&root, &steps, options.veces, &stop);
    if stop.requested() {
        return Err(Ending::interrupted().into());
    }
    let report = report?;
    print(&report.to_string())?;
    if report.incomplete() {
        Err(Ending::silent(3).into())
    } else if report.findings.is_empty() {
        Ok(())
    } else {
        Err(Ending::silent(1).into())
    }
}
