//! La carpeta de trabajo de quien examina: se borra al acabar, y la de quien murió sin
//! poder borrarla, al empezar el siguiente.

use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use nix::fcntl::{Flock, FlockArg};
use nix::unistd::geteuid;
use tempfile::TempDir;

/// Cómo empieza su nombre.
const PREFIX: &str = "calificar-";
/// Está cerrado mientras vive quien la usa.
const LOCK: &str = "bloqueo";

/// La carpeta, mientras viva este valor.
#[derive(Debug)]
pub struct Scratch {
    // Antes que la carpeta: el archivo cerrado está dentro.
    _lock: Flock<File>,
    folder: TempDir,
}

impl Scratch {
    /// Una nueva, que otros usuarios pueden atravesar pero no leer. Las que dejaron otros
    /// que ya no viven se borran.
    ///
    /// # Errores
    /// Si no se puede crear.
    pub fn new() -> Result<Self> {
        Self::inside(&std::env::temp_dir())
    }

    fn inside(parent: &Path) -> Result<Self> {
        sweep(parent);
        let broken = "no se puede crear una carpeta temporal";
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o711))
            .tempdir_in(parent)
            .context(broken)?;
        // Con otro nombre hasta que está cerrado: si no, parecería abandonada.
        let early = folder.path().join(".bloqueo");
        let file = File::create(&early).context(broken)?;
        let lock = Flock::lock(file, FlockArg::LockExclusiveNonblock)
            .map_err(|(_, error)| anyhow!("{broken}: {error}"))?;
        fs::rename(&early, folder.path().join(LOCK)).context(broken)?;
        Ok(Self {
            _lock: lock,
            folder,
        })
    }

    /// Dónde está.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Borra las de este usuario que no esté usando nadie. Si alguna no se puede, estorba
/// poco.
fn sweep(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries {
        let mine = entry
            .metadata()
            .is_ok_and(|data| data.is_dir() && data.uid() == geteuid().as_raw());
        let named = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !mine || !named {
            continue;
        }
        let lock = OpenOptions::new().read(true).open(entry.path().join(LOCK));
        if let Ok(file) = lock
            && Flock::lock(file, FlockArg::LockExclusiveNonblock).is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_dead_is_removed_and_that_of_the_living_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let living = Scratch::inside(parent.path()).unwrap();
        let dead = Scratch::inside(parent.path()).unwrap();
        fs::write(dead.path().join("juez"), "").unwrap();
        // Como si lo hubieran matado: nadie borra su carpeta.
        let Scratch {
            _lock: lock,
            folder,
        } = dead;
        let left = folder.keep();
        drop(lock);

        let next = Scratch::inside(parent.path()).unwrap();

        assert!(!left.exists());
        assert!(living.path().is_dir() && next.path().is_dir());
    }
}
