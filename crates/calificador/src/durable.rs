//! Escribir un archivo entero, o no escribirlo.
//!
//! Lo que se guarda aquí es trabajo de alguien: ni un corte de luz ni un disco
//! lleno pueden dejarlo a medias, y nada se pisa sin querer.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

/// Lo que cualquier programa pide para un archivo nuevo; la máscara quita lo suyo.
const NEW_FILE_MODE: u32 = 0o666;

/// Cómo empiezan los archivos a medio escribir.
pub const UNFINISHED: &str = ".taller-";

/// Deja `bytes` en `path`: se escribe en otro archivo y se cambia por el que hubiera.
///
/// # Errores
/// Si no se puede escribir en su carpeta; entonces `path` sigue como estaba.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    put(write_beside(path, bytes)?, path)
}

/// Como [`replace`], pero sin quedarse con la duda: devuelve lo que había en `path`
/// en el instante del cambio, que pudo escribirlo otro programa después de mirarlo.
/// `None` si no había nada, o si el sistema de archivos no sabe intercambiar.
///
/// # Errores
/// Si no se puede escribir en su carpeta, o leer lo que había. En este caso lo que
/// había se queda junto a `path`, con el nombre que dice el error.
pub fn exchange(path: &Path, bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let file = write_beside(path, bytes)?;
    if !swap_names(file.path(), path) {
        put(file, path)?;
        return Ok(None);
    }
    settle(path.parent().unwrap_or(Path::new(".")));
    let (_, left) = file
        .keep()
        .with_context(|| format!("lo que había en {} no se ha podido apartar", path.display()))?;
    let old = fs::read(&left)
        .with_context(|| format!("lo que había queda en {}, sin leer", left.display()))?;
    let _ = fs::remove_file(left);
    Ok(Some(old))
}

/// Escribe `bytes` en un archivo nuevo, junto a `path` y con sus permisos.
fn write_beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    let broken = || format!("no se puede escribir {}", path.display());
    let folder = path.parent().unwrap_or(Path::new("."));
    let permissions = fs::metadata(path).map_or_else(
        |_| Permissions::from_mode(NEW_FILE_MODE),
        |data| data.permissions(),
    );
    let mut file = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .permissions(permissions)
        .tempfile_in(folder)
        .with_context(broken)?;
    file.write_all(bytes).with_context(broken)?;
    file.as_file().sync_all().with_context(broken)?;
    Ok(file)
}

/// Le da a `file` el nombre `path`.
fn put(file: NamedTempFile, path: &Path) -> Result<()> {
    file.persist(path)
        .map_err(|error| error.error)
        .with_context(|| format!("no se puede escribir {}", path.display()))?;
    settle(path.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// Intercambia los nombres de dos archivos de golpe (`renameat2(2)`,
/// `RENAME_EXCHANGE`); `false` si no se puede, y entonces no se ha tocado nada.
#[cfg(target_env = "gnu")]
fn swap_names(one: &Path, other: &Path) -> bool {
    use nix::fcntl::{AT_FDCWD, RenameFlags, renameat2};
    renameat2(AT_FDCWD, one, AT_FDCWD, other, RenameFlags::RENAME_EXCHANGE).is_ok()
}

#[cfg(not(target_env = "gnu"))]
fn swap_names(_: &Path, _: &Path) -> bool {
    false
}

/// Guarda `bytes` en un archivo nuevo de `folder` que se llame `NOMBRE.EXT`, o
/// `NOMBRE-2.EXT` si ese ya existe, y así. Al volver está en el disco.
///
/// # Errores
/// Si no se puede crear la carpeta o escribir en ella.
pub fn keep(folder: &Path, name: &str, extension: &str, bytes: &[u8]) -> Result<PathBuf> {
    let broken = || format!("no se puede guardar una copia en {}", folder.display());
    fs::create_dir_all(folder).with_context(broken)?;
    for turn in 1_u32.. {
        let suffix = if turn == 1 {
            String::new()
        } else {
            format!("-{turn}")
        };
        let path = folder.join(format!("{name}{suffix}.{extension}"));
        let created = OpenOptions::new().write(true).create_new(true).open(&path);
        match created {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            created => {
                let mut file = created.with_context(broken)?;
                file.write_all(bytes).with_context(broken)?;
                file.sync_all().with_context(broken)?;
                settle(folder);
                return Ok(path);
            }
        }
    }
    unreachable!("siempre queda un número libre")
}

/// Quita de `folder` los archivos a medio escribir que dejó quien murió escribiéndolos.
/// Solo puede hacerlo quien sepa que nadie más está escribiendo ahí.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // Si no se puede, estorba poco: nadie lo va a leer.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Que el nombre también llegue al disco. Hay sistemas de archivos que no saben
/// hacerlo con una carpeta, y en ellos no hace falta.
pub fn settle(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn una_copia_nunca_pisa_a_otra() {
        let folder = tempfile::tempdir().unwrap();

        let first = keep(folder.path(), "lib-hoy", "rs", b"uno").unwrap();
        let second = keep(folder.path(), "lib-hoy", "rs", b"dos").unwrap();

        assert!(second.ends_with("lib-hoy-2.rs"));
        assert_eq!(fs::read(first).unwrap(), b"uno");
        assert_eq!(fs::read(second).unwrap(), b"dos");
    }

    #[test]
    fn al_intercambiar_se_sabe_que_habia_y_no_queda_rastro() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lib.rs");

        let first = exchange(&path, b"uno").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        let second = exchange(&path, b"dos").unwrap();

        assert_eq!(first, None);
        if cfg!(target_env = "gnu") {
            assert_eq!(second.as_deref(), Some(&b"uno"[..]));
        }
        assert_eq!(fs::read(&path).unwrap(), b"dos");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn al_reemplazar_se_conservan_los_permisos_y_no_queda_rastro() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lib.rs");
        fs::write(&path, "viejo").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();

        replace(&path, b"nuevo").unwrap();

        assert_eq!(fs::read(&path).unwrap(), b"nuevo");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
