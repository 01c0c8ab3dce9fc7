//! Volver a empezar un paso.
//!
//! Lo del estudiante se copia antes de tocar nada, y hasta que la copia no está en
//! el disco no se toca nada: pase lo que pase, su texto está en algún sitio.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::durable;
use crate::outcome::Ending;
use crate::step::Step;

/// El archivo del paso, como vino.
///
/// # Errores
/// Un mal uso, si en ese paso no se escribe nada; otro, si el esqueleto no se puede
/// leer.
pub fn stub(step: &Step) -> Result<Vec<u8>> {
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

/// Lo que hay ahora en el archivo del paso; `None` si no está.
///
/// # Errores
/// Si está y no se puede leer.
pub fn written(step: &Step) -> Result<Option<Vec<u8>>> {
    let path = step.editable();
    let broken = || format!("no se puede leer {}", path.display());
    match fs::metadata(&path) {
        // Leer una tubería podría no acabar nunca.
        Ok(data) if !data.is_file() => bail!("{} no es un archivo normal", path.display()),
        Ok(_) => Ok(Some(fs::read(&path).with_context(broken)?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(broken),
    }
}

/// Deja el archivo del paso como vino y devuelve dónde ha quedado lo que había, si
/// había algo distinto.
///
/// # Errores
/// Si la copia no se puede guardar (y entonces no se ha tocado nada) o el archivo no
/// se puede escribir.
pub fn restore(step: &Step) -> Result<Option<PathBuf>> {
    let stub = stub(step)?;
    let written = written(step)?;
    if written.as_ref() == Some(&stub) {
        return Ok(None);
    }
    let mut copy = written
        .as_deref()
        .map(|written| keep_copy(step, written))
        .transpose()?;
    // Si es un enlace, lo que señala, como haría un editor.
    let path = step.editable();
    let path = fs::canonicalize(&path).unwrap_or(path);
    let replaced = durable::exchange(&path, &stub)?;
    // Alguien lo cambió entre la copia y el cambio: también eso se guarda.
    if let Some(replaced) = replaced
        && Some(&replaced) != written.as_ref()
    {
        copy = Some(keep_copy(step, &replaced)?);
    }
    Ok(copy)
}

/// Guarda un texto del paso con la fecha y la hora de aquí, sin pisar otro.
///
/// # Errores
/// Si no se puede escribir en la carpeta del paso.
pub fn keep_copy(step: &Step, written: &[u8]) -> Result<PathBuf> {
    let now = jiff::Zoned::now().strftime("%Y-%m-%dT%H-%M-%S");
    durable::keep(
        &step.folder.join("copias"),
        &format!("lib-{now}"),
        "rs",
        written,
    )
}
