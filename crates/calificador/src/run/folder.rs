//! La carpeta de trabajo: dónde está cada cosa, y que solo la use uno a la vez.
//!
//! ```text
//! SALIDA/
//!   bloqueo             quién está calificando (flock)
//!   manifiesto.json     quién entregó qué; se escribe antes de calificar
//!   diario.jsonl        un renglón por resultado; solo crece
//!   fuentes/SHA256.rs   cada archivo distinto, una vez
//!   informes/           lo que se entrega, cuando está todo calificado
//!   parte-2-de-4/       lo mismo, de una parte suelta de un reparto
//! ```
//!
//! Todo lo que no es el diario se escribe en otro archivo y se cambia de golpe.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};

use crate::durable;
use crate::intake::sha256;
use crate::model::{Manifest, Work};

use super::{Part, publish};

/// La carpeta de trabajo, cerrada para los demás mientras viva este valor.
#[derive(Debug)]
pub struct WorkFolder {
    root: PathBuf,
    // Se suelta al final, o cuando muere el proceso: no puede quedarse puesto.
    _lock: Flock<File>,
}

impl WorkFolder {
    /// Abre la carpeta `root`, o la crea; o la de una de sus partes.
    ///
    /// # Errores
    /// Si no se puede crear, o la está usando otro.
    pub fn open(root: &Path, part: Option<Part>) -> Result<Self> {
        let root = match part {
            Some(part) => root.join(part.folder()),
            None => root.to_owned(),
        };
        fs::create_dir_all(root.join("fuentes")).with_context(|| {
            format!(
                "no se puede escribir en la carpeta {}; di otra con --salida",
                root.display()
            )
        })?;
        let lock = lock(&root)?;
        durable::sweep(&root);
        durable::sweep(&root.join("fuentes"));
        publish::recover(&root)?;
        Ok(Self { root, _lock: lock })
    }

    /// Dónde está.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// El diario.
    pub fn journal(&self) -> PathBuf {
        journal_of(&self.root)
    }

    /// Guarda un archivo admitido con el nombre que le damos nosotros. No hace falta
    /// esperar al disco: si se pierde, la admisión se repite antes de calificar.
    ///
    /// # Errores
    /// Si no se puede escribir.
    pub fn keep(&self, sha: &str, text: &str) -> Result<()> {
        let path = self.source(sha);
        let kept = fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == sha);
        if kept {
            return Ok(());
        }
        let broken = || format!("no se puede guardar {}", path.display());
        let mut file = tempfile::Builder::new()
            .prefix(durable::UNFINISHED)
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
            .tempfile_in(self.root.join("fuentes"))
            .with_context(broken)?;
        file.write_all(text.as_bytes()).with_context(broken)?;
        file.persist(&path)
            .map_err(|error| error.error)
            .with_context(broken)?;
        Ok(())
    }

    /// Dónde está el archivo de este contenido.
    pub fn source(&self, sha: &str) -> PathBuf {
        self.root.join("fuentes").join(format!("{sha}.rs"))
    }

    /// El trabajo `step` de este contenido.
    pub fn work(&self, step: &str, sha: &str) -> Work {
        Work {
            step: step.to_owned(),
            source: self.source(sha),
            sha256: sha.to_owned(),
        }
    }

    /// Escribe el manifiesto; si el que hay dice lo mismo, no lo toca.
    ///
    /// # Errores
    /// Si no se puede escribir.
    pub fn write_manifest(&self, manifest: &Manifest) -> Result<()> {
        let path = manifest_of(&self.root);
        let mut bytes = serde_json::to_vec_pretty(manifest)?;
        bytes.push(b'\n');
        if fs::read(&path).is_ok_and(|old| old == bytes) {
            return Ok(());
        }
        durable::replace(&path, &bytes)
    }

    /// El manifiesto de la vez anterior, si lo hay y se entiende.
    pub fn manifest(&self) -> Option<Manifest> {
        read_manifest(&self.root).ok()
    }
}

/// El manifiesto de la carpeta `root`.
///
/// # Errores
/// Si no está o no se entiende.
pub fn read_manifest(root: &Path) -> Result<Manifest> {
    let path = manifest_of(root);
    let bytes = fs::read(&path)
        .with_context(|| format!("no se puede leer {}: ¿se ha calificado ya?", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("no se entiende {}", path.display()))
}

/// El diario de la carpeta `root`.
pub fn journal_of(root: &Path) -> PathBuf {
    root.join("diario.jsonl")
}

fn manifest_of(root: &Path) -> PathBuf {
    root.join("manifiesto.json")
}

/// Cierra la carpeta, y apunta quién la cerró.
fn lock(root: &Path) -> Result<Flock<File>> {
    let path = root.join("bloqueo");
    let broken = || format!("no se puede abrir {}", path.display());
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(broken)?;
    let mut lock = match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(lock) => lock,
        Err((mut file, Errno::EWOULDBLOCK)) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            bail!(
                "otro taller está calificando en {}{}. Espera a que acabe, o páralo con Ctrl-C: \
                 no se perderá nada",
                root.display(),
                match holder.trim() {
                    "" => String::new(),
                    holder => format!(" ({holder})"),
                }
            );
        }
        Err((_, error)) => return Err(std::io::Error::from(error)).with_context(broken),
    };
    lock.set_len(0).with_context(broken)?;
    lock.rewind().with_context(broken)?;
    writeln!(lock, "{}", holder()).with_context(broken)?;
    Ok(lock)
}

/// Quién soy, para quien se encuentre la carpeta cerrada.
fn holder() -> String {
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let now = jiff::Zoned::now().strftime("%F %H:%M");
    format!(
        "proceso {} en {}, desde {now}",
        std::process::id(),
        host.trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_at_a_time_and_it_says_who() {
        let root = tempfile::tempdir().unwrap();
        let first = WorkFolder::open(root.path(), None).unwrap();

        let error = WorkFolder::open(root.path(), None).unwrap_err().to_string();
        let me = format!("proceso {}", std::process::id());
        assert!(error.contains(&me), "{error}");

        drop(first);
        WorkFolder::open(root.path(), None).unwrap();
    }

    #[test]
    fn two_parts_do_not_get_in_each_others_way() {
        let root = tempfile::tempdir().unwrap();
        let part = |text: &str| Some(text.parse::<Part>().unwrap());
        let one = WorkFolder::open(root.path(), part("1/2")).unwrap();
        let two = WorkFolder::open(root.path(), part("2/2")).unwrap();

        assert_eq!(one.root(), root.path().join("parte-1-de-2"));
        assert_eq!(two.root(), root.path().join("parte-2-de-2"));
    }

    #[test]
    fn a_source_spoilt_on_disk_is_written_again() {
        let root = tempfile::tempdir().unwrap();
        let folder = WorkFolder::open(root.path(), None).unwrap();
        let sha = sha256(b"fn a() {}");
        folder.keep(&sha, "fn a() {}").unwrap();
        fs::write(folder.source(&sha), "").unwrap();

        folder.keep(&sha, "fn a() {}").unwrap();

        assert_eq!(fs::read(folder.source(&sha)).unwrap(), b"fn a() {}");
        assert_eq!(
            fs::read_dir(root.path().join("fuentes")).unwrap().count(),
            1
        );
    }
}
