//! La carpeta del libro: se construye aparte y se cambia de golpe.
//!
//! Quien esté leyendo ve el libro viejo o el nuevo, nunca medio. Y nunca se borra
//! una carpeta que no construyó esta orden.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::scratch::{self, Scratch};

use super::SOURCE;

/// El fichero que dice «esta carpeta la construyó el taller y se puede sustituir».
const MARK: &str = ".construido-por-taller";
const MARK_TEXT: &str = "La orden «taller construir» sustituye esta carpeta entera cada vez.\n";

/// Cómo empieza el nombre de la carpeta donde se construye, junto a la que sustituye.
const WORKS: &str = ".libro-en-obras-";

/// Un libro a medio publicar.
#[derive(Debug)]
pub struct Publication {
    destination: PathBuf,
    workshop: Scratch,
}

impl Publication {
    /// Prepara la publicación en `destination` del curso `root`.
    ///
    /// # Errores
    /// Si `destination` no es un sitio donde se pueda dejar el libro sin peligro.
    pub fn prepare(root: &Path, destination: &Path) -> Result<Self> {
        let destination = std::path::absolute(destination)
            .with_context(|| format!("no se entiende la ruta {}", destination.display()))?;
        let parent = destination
            .parent()
            .with_context(|| refusal(&destination, "es la raíz del disco"))?;
        fs::create_dir_all(parent)
            .with_context(|| format!("no se puede crear la carpeta {}", parent.display()))?;
        check_safe(root, parent, &destination)?;
        scratch::sweep(parent, WORKS);
        let workshop = Scratch::inside(parent, WORKS)
            .with_context(|| format!("no se puede escribir en {}", parent.display()))?;
        Ok(Self {
            destination,
            workshop,
        })
    }

    /// Dónde construir.
    pub fn folder(&self) -> PathBuf {
        self.workshop.path().join("nuevo")
    }

    /// Pone el libro construido en su sitio y devuelve cuál es.
    ///
    /// # Errores
    /// Si no se puede cambiar; el libro anterior, si lo había, sigue donde estaba.
    pub fn publish(self) -> Result<PathBuf> {
        fs::write(self.folder().join(MARK), MARK_TEXT)?;
        let old = self.workshop.path().join("viejo");
        let had_old = self.destination.exists();
        let moving = || {
            format!(
                "no se puede dejar el libro en {}",
                self.destination.display()
            )
        };
        if had_old {
            fs::rename(&self.destination, &old).with_context(moving)?;
        }
        if let Err(error) = fs::rename(self.folder(), &self.destination) {
            if had_old {
                fs::rename(&old, &self.destination).with_context(moving)?;
            }
            return Err(error).with_context(moving);
        }
        Ok(self.destination)
    }
}

fn refusal(destination: &Path, reason: &str) -> String {
    format!(
        "no se construye en {} porque {reason}. Elige otra carpeta con --destino",
        destination.display()
    )
}

/// Error si construir en `destination` borraría algo que no es un libro nuestro.
fn check_safe(root: &Path, parent: &Path, destination: &Path) -> Result<()> {
    // La carpeta puede no existir; la que la contiene, sí: se resuelven sus enlaces.
    let name = destination
        .file_name()
        .with_context(|| refusal(destination, "acaba en «..»"))?;
    let real = fs::canonicalize(parent)?.join(name);
    if fs::canonicalize(root)?.starts_with(&real) {
        bail!(refusal(destination, "contiene el curso"));
    }
    if real.starts_with(fs::canonicalize(root.join(SOURCE))?) {
        bail!(refusal(destination, "está dentro de los capítulos"));
    }
    if !destination.exists() {
        return Ok(());
    }
    if !destination.is_dir() {
        bail!(refusal(destination, "no es una carpeta"));
    }
    let empty = fs::read_dir(destination)?.next().is_none();
    if !empty && !destination.join(MARK).is_file() {
        bail!(refusal(
            destination,
            "ya hay ahí otras cosas que no construyó esta orden"
        ));
    }
    Ok(())
}

/// Todos los ficheros de `folder`, a cualquier profundidad, en orden.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Lo que ocupan todos los ficheros de `folder`, en bytes.
pub fn size(folder: &Path) -> Result<u64> {
    let sizes = files(folder)?
        .into_iter()
        .map(|path| Ok(path.metadata()?.len()));
    sizes.sum()
}
