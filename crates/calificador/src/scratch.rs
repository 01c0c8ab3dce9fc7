//! Una carpeta de trabajo que no sobrevive a quien la usa: se borra al acabar, y la de
//! quien murió sin poder borrarla, cuando la encuentra el siguiente.
//!
//! Mientras vive su dueño la carpeta está cerrada con flock(2), que el núcleo suelta
//! también cuando lo matan de golpe: la que se puede cerrar es la de un muerto. Un sistema de
//! archivos que no sepa cerrar carpetas no deja distinguirlas, y entonces no se toca ninguna.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use nix::libc;
use nix::unistd::geteuid;
use tempfile::TempDir;

/// Veces que se prueba, por si a alguien le da por barrer justo entre que se crea y se cierra.
/// Perder tantas seguidas, ni con alguien que no haga otra cosa que barrer.
const TRIES: usize = 1000;

/// La carpeta, mientras viva este valor.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    // Después que la carpeta: se suelta cuando ya no hay nada que barrer.
    _lock: Option<Flock<File>>,
}

impl Scratch {
    /// Una nueva entre las temporales del sistema, con un nombre que empieza así.
    ///
    /// # Errores
    /// Si no se puede crear.
    pub fn new(prefix: &str) -> io::Result<Self> {
        Self::inside(&std::env::temp_dir(), prefix)
    }

    /// Lo mismo, dentro de `parent`.
    ///
    /// # Errores
    /// Si no se puede crear.
    pub fn inside(parent: &Path, prefix: &str) -> io::Result<Self> {
        for _ in 0..TRIES {
            let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
            match close(folder.path()) {
                // Quien barre la ha tomado por la de un muerto: que se la quede.
                Err(Errno::EWOULDBLOCK | Errno::ENOENT) => {}
                Ok(_) if !folder.path().exists() => {}
                Ok(lock) => {
                    return Ok(Self {
                        folder,
                        _lock: Some(lock),
                    });
                }
                // Aquí no se cierran carpetas: nadie la barrerá.
                Err(_) => {
                    return Ok(Self {
                        folder,
                        _lock: None,
                    });
                }
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    /// Dónde está.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Borra las carpetas de este usuario que hay en `parent`, se llaman así y no está usando
/// nadie. Si alguna no se puede, estorba poco.
pub fn sweep(parent: &Path, prefix: &str) {
    sweep_after(parent, prefix, |_| {});
}

/// Lo mismo, y antes de borrar cada una, `farewell` con ella.
pub fn sweep_after(parent: &Path, prefix: &str, farewell: impl Fn(&Path)) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries {
        let named = entry.file_name().to_string_lossy().starts_with(prefix);
        // De la entrada misma, no de a donde lleve si es un enlace.
        let mine = || {
            let data = entry.metadata();
            data.is_ok_and(|data| data.is_dir() && data.uid() == geteuid().as_raw())
        };
        // Cerrada mientras se borra: si no, su dueño podría estar acabando de crearla.
        if named
            && mine()
            && let Ok(_lock) = close(&entry.path())
        {
            farewell(&entry.path());
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Cierra la carpeta, si no la tiene cerrada otro.
fn close(folder: &Path) -> nix::Result<Flock<File>> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_DIRECTORY | libc::O_NOFOLLOW)
        .open(folder)
        .map_err(|error| Errno::from_raw(error.raw_os_error().unwrap_or(libc::EIO)))?;
    Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, error)| error)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// Como si hubieran matado a su dueño: nadie borra la carpeta.
    fn kill_owner(scratch: Scratch) -> std::path::PathBuf {
        let Scratch { folder, _lock } = scratch;
        folder.keep()
    }

    #[test]
    fn the_folder_of_the_dead_is_removed_and_that_of_the_living_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let living = Scratch::inside(parent.path(), "obra-").unwrap();
        let dead = Scratch::inside(parent.path(), "obra-").unwrap();
        fs::create_dir(dead.path().join("juez")).unwrap();
        fs::write(dead.path().join("juez/programa"), "").unwrap();
        let left = kill_owner(dead);
        let other = kill_owner(Scratch::inside(parent.path(), "otra-").unwrap());

        sweep(parent.path(), "obra-");

        assert!(!left.exists());
        assert!(living.path().is_dir());
        assert!(other.is_dir(), "no se llama así");
    }

    #[test]
    fn a_link_with_that_name_leads_nowhere() {
        let parent = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("ajeno"), "").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), parent.path().join("obra-x")).unwrap();

        sweep(parent.path(), "obra-");

        assert!(elsewhere.path().join("ajeno").exists());
    }

    #[test]
    fn it_goes_away_with_its_owner() {
        let parent = tempfile::tempdir().unwrap();
        let scratch = Scratch::inside(parent.path(), "obra-").unwrap();
        let place = scratch.path().to_owned();
        fs::write(place.join("algo"), "").unwrap();

        drop(scratch);

        assert!(!place.exists());
    }

    #[test]
    fn sweeping_while_others_create_takes_nothing_from_them() {
        let parent = tempfile::tempdir().unwrap();
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    sweep(parent.path(), "obra-");
                }
            });
            // También si algo va mal: si no, se barrería para siempre.
            let _stop = Stop(&over);
            for _ in 0..500 {
                let scratch = Scratch::inside(parent.path(), "obra-").unwrap();
                fs::write(scratch.path().join("mio"), "").unwrap();
                assert!(scratch.path().join("mio").exists());
            }
        });
    }

    struct Stop<'a>(&'a AtomicBool);

    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}
