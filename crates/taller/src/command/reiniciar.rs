//! `taller reiniciar`: el archivo de un paso, como vino.
//!
//! Lo del estudiante se copia antes de tocar nada, y hasta que la copia no está en
//! el disco no se toca nada: pase lo que pase, su texto está en algún sitio.

use std::fs;
use std::io::{ErrorKind, IsTerminal, Write, stdin, stdout};
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::Reiniciar;
use crate::outcome::Ending;
use crate::step::{self, Step};
use crate::{durable, root};

/// Devuelve el archivo del paso a como vino.
pub fn run(options: &Reiniciar) -> Result<()> {
    let root = root::find()?;
    let step = step::called(&step::discover(&root)?, &options.paso).map_err(Ending::misuse)?;
    let stub = stub(&step)?;
    let editable = step.editable();
    let shown = shown(&root, &editable);
    let written = match fs::read(&editable) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("no se puede leer {shown}")),
    };
    if written.as_ref() == Some(&stub) {
        println!("{shown} ya está como vino: no hay nada que reiniciar.");
        return Ok(());
    }
    if !options.si && !agreed(&shown)? {
        println!("No se ha tocado nada.");
        return Ok(());
    }
    if let Some(written) = written {
        let copy = keep_copy(&step, &written)?;
        println!(
            "Tu archivo queda guardado en {}.",
            self::shown(&root, &copy)
        );
    }
    durable::replace(&editable, &stub)?;
    println!("{shown} vuelve a estar como vino.");
    Ok(())
}

/// El archivo del paso, como vino.
fn stub(step: &Step) -> Result<Vec<u8>> {
    let path = step.stub();
    match fs::read(&path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound && !step.editable().exists() => {
            Err(Ending::misuse(format!(
                "en «{}» no se escribe nada: une lo que hay en los demás pasos",
                step.name
            ))
            .into())
        }
        Err(error) => Err(error).with_context(|| {
            format!(
                "no se puede leer {}, que es de donde se recupera el archivo del paso",
                path.display()
            )
        }),
    }
}

/// Guarda lo escrito con la fecha y la hora de aquí.
fn keep_copy(step: &Step, written: &[u8]) -> Result<std::path::PathBuf> {
    let now = jiff::Zoned::now().strftime("%Y-%m-%dT%H-%M-%S");
    durable::keep(
        &step.folder.join("copias"),
        &format!("lib-{now}"),
        "rs",
        written,
    )
}

/// Si quien está en la terminal dice que sí. Sin terminal no hay a quién preguntar,
/// y la copia ya guarda las espaldas.
fn agreed(shown: &str) -> Result<bool> {
    if !stdin().is_terminal() {
        return Ok(true);
    }
    print!("{shown} volverá a estar como vino, y tu versión se guardará aparte. ¿Seguro? [s/N] ");
    let mut answer = String::new();
    stdout()
        .flush()
        .and_then(|()| stdin().read_line(&mut answer))
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
