//! El archivo de un paso, leído y guardado desde una página.
//!
//! La verdad es el disco. Solo se guarda encima de la versión que la página ha visto:
//! si entre tanto ha cambiado, se dice y no se toca nada. Ninguna ruta viene de fuera:
//! el archivo es siempre el del paso.

use std::fmt;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use nix::unistd::{AccessFlags, access};
use serde::Serialize;

use super::restore::keep_copy;
use crate::outcome::sentence;
use crate::step::Step;
use crate::{durable, fingerprint};

/// Lo más que puede ocupar: ningún paso llega a 10 KiB.
pub const LARGEST: u64 = 256 * 1024;

/// El archivo, como está ahora.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Lo escrito.
    pub text: String,
    /// Su huella.
    pub hash: String,
    /// Si no se puede escribir en él.
    pub read_only: bool,
}

/// Lo que una página quiere guardar.
#[derive(Debug)]
pub struct Draft<'a> {
    /// La huella de la versión que cambia; `None` si cree que no hay archivo.
    pub base: Option<&'a str>,
    /// Lo que ha escrito.
    pub text: &'a str,
    /// Si lo que hay en el disco se guarda antes en una copia con fecha.
    pub keep_replaced: bool,
}

/// Guardado.
#[derive(Debug, PartialEq, Eq)]
pub struct Saved {
    /// La huella de lo que hay ahora.
    pub hash: String,
    /// Dónde ha quedado lo que había, si se guardó.
    pub copy: Option<PathBuf>,
}

/// Por qué no se puede leer o guardar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// En este paso no se escribe nada.
    NothingToWrite,
    /// No hay archivo.
    Missing,
    /// No es texto UTF-8.
    NotText,
    /// Es demasiado grande; los bytes que ocupa.
    TooLarge(u64),
    /// Es una carpeta, una tubería o algo así.
    NotAFile,
    /// No se puede escribir en él.
    ReadOnly,
    /// El sistema no deja; lo que dice.
    Refused(String),
    /// En el disco hay otra versión, que la página no ha visto.
    Conflict(Sheet),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingToWrite => {
                f.write_str("En este paso no se escribe nada: une lo que hay en los demás.")
            }
            Self::Missing => f.write_str(
                "El archivo ya no está en el disco. Si guardas, se vuelve a crear con lo que ves \
                 aquí; con «Restaurar el esqueleto», como vino.",
            ),
            Self::NotText => f.write_str(
                "El archivo no es texto UTF-8 y aquí no se puede enseñar. Ábrelo con tu editor y \
                 guárdalo en UTF-8, o restaura el esqueleto: lo que hay se guarda en una copia.",
            ),
            Self::TooLarge(bytes) => write!(
                f,
                "El archivo ocupa {} KiB y aquí caben {}. ¿Seguro que es el del paso? Ábrelo con tu \
                 editor, o restaura el esqueleto: lo que hay se guarda en una copia.",
                bytes.div_ceil(1024),
                LARGEST / 1024
            ),
            Self::NotAFile => f.write_str(
                "Donde debería estar el archivo del paso hay otra cosa: una carpeta, una tubería… \
                 Apártala y vuelve a cargar la página.",
            ),
            Self::ReadOnly => f.write_str(
                "El archivo es de solo lectura: no se ha guardado nada. Dale permiso de escritura \
                 (en la terminal, «chmod u+w» y su nombre) y vuelve a guardar.",
            ),
            Self::Refused(said) => write!(f, "El sistema no deja: {said}."),
            Self::Conflict(_) => {
                f.write_str("El archivo ha cambiado en el disco desde que esta página lo leyó.")
            }
        }
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Refused(sentence(&error))
    }
}

/// Si en `step` se escribe algo.
pub fn exists_in(step: &Step) -> bool {
    step.stub().is_file()
}

/// Guarda un texto como copia con fecha, sin tocar el archivo de `step`.
pub fn set_aside(step: &Step, text: &str) -> Result<PathBuf, Trouble> {
    let size = text.len() as u64;
    if size > LARGEST {
        return Err(Trouble::TooLarge(size));
    }
    if !exists_in(step) {
        return Err(Trouble::NothingToWrite);
    }
    Ok(keep_copy(step, text.as_bytes())?)
}

/// Lee el archivo de `step`.
pub fn read(step: &Step) -> Result<Sheet, Trouble> {
    let (path, data) = locate(step)?;
    let text = String::from_utf8(bytes(&path)?).map_err(|_| Trouble::NotText)?;
    Ok(Sheet {
        hash: fingerprint::hex(text.as_bytes()),
        text,
        read_only: is_read_only(&path, &data),
    })
}

/// Guarda un texto en el archivo de `step`, si en el disco sigue la versión que la
/// página ha visto. Quien llama se encarga de que no haya dos a la vez.
pub fn save(step: &Step, draft: &Draft) -> Result<Saved, Trouble> {
    let size = draft.text.len() as u64;
    if size > LARGEST {
        return Err(Trouble::TooLarge(size));
    }
    let path = match locate(step) {
        Ok((path, data)) if is_read_only(&path, &data) => return Err(Trouble::ReadOnly),
        Ok((path, _)) => path,
        Err(Trouble::Missing) if draft.base.is_none() => {
            durable::replace(&step.editable(), draft.text.as_bytes())?;
            return Ok(Saved {
                hash: fingerprint::hex(draft.text.as_bytes()),
                copy: None,
            });
        }
        Err(trouble) => return Err(trouble),
    };
    let current = bytes(&path)?;
    let (hash, wanted) = (
        fingerprint::hex(&current),
        fingerprint::hex(draft.text.as_bytes()),
    );
    if hash == wanted {
        return Ok(Saved { hash, copy: None });
    }
    if draft.base != Some(hash.as_str()) {
        return Err(read(step).map_or_else(|trouble| trouble, Trouble::Conflict));
    }
    let mut copy = None;
    if draft.keep_replaced {
        copy = Some(keep_copy(step, &current)?);
    }
    let replaced = durable::exchange(&path, draft.text.as_bytes())?;
    // Otro programa guardó justo entre la mirada y el cambio: lo suyo tampoco se pierde.
    if let Some(replaced) = replaced
        && replaced != current
    {
        copy = Some(keep_copy(step, &replaced)?);
    }
    Ok(Saved { hash: wanted, copy })
}

/// El archivo de verdad: si es un enlace, lo que señala, como haría un editor.
fn locate(step: &Step) -> Result<(PathBuf, Metadata), Trouble> {
    let given = step.editable();
    let found = fs::canonicalize(&given).and_then(|path| Ok((fs::metadata(&path)?, path)));
    match found {
        Ok((data, _)) if !data.is_file() => Err(Trouble::NotAFile),
        Ok((data, _)) if data.len() > LARGEST => Err(Trouble::TooLarge(data.len())),
        Ok((data, path)) => Ok((path, data)),
        Err(error) if error.kind() == ErrorKind::NotFound && exists_in(step) => {
            Err(Trouble::Missing)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Trouble::NothingToWrite),
        Err(error) => Err(refused(error)),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(refused)
}

fn refused(error: std::io::Error) -> Trouble {
    Trouble::from(anyhow::Error::from(error))
}

/// Quien le quitó el permiso de escritura a su archivo no espera que se lo cambien,
/// aunque su carpeta lo permitiera.
fn is_read_only(path: &Path, data: &Metadata) -> bool {
    data.permissions().readonly() || access(path, AccessFlags::W_OK).is_err()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use tempfile::TempDir;

    use super::*;

    fn step() -> (TempDir, Step) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["src", "esqueleto"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("lib.rs"), "uno").unwrap();
        }
        let step = Step {
            name: "paso1".into(),
            order: 1,
            optional: false,
            title: "Uno".into(),
            chapter: PathBuf::new(),
            folder: folder.path().to_owned(),
        };
        (folder, step)
    }

    fn draft<'a>(base: Option<&'a str>, text: &'a str) -> Draft<'a> {
        Draft {
            base,
            text,
            keep_replaced: false,
        }
    }

    fn copies(step: &Step) -> Vec<String> {
        let entries = fs::read_dir(step.folder.join("copias"))
            .into_iter()
            .flatten();
        entries
            .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect()
    }

    #[test]
    fn solo_se_guarda_encima_de_lo_que_se_ha_visto() {
        let (_folder, step) = step();
        let seen = read(&step).unwrap();

        let saved = save(&step, &draft(Some(&seen.hash), "dos")).unwrap();
        let late = save(&step, &draft(Some(&seen.hash), "tres"));

        assert_eq!(saved.hash, fingerprint::hex(b"dos"));
        assert_eq!(late, Err(Trouble::Conflict(read(&step).unwrap())));
        assert_eq!(read(&step).unwrap().text, "dos");
        // Quien quería guardar lo mismo no tiene ningún conflicto.
        assert!(save(&step, &draft(Some(&seen.hash), "dos")).is_ok());
        assert!(copies(&step).is_empty());
    }

    #[test]
    fn lo_que_se_aparta_queda_en_una_copia() {
        let (_folder, step) = step();
        let seen = read(&step).unwrap();
        let mine = Draft {
            keep_replaced: true,
            ..draft(Some(&seen.hash), "lo mío")
        };

        let saved = save(&step, &mine).unwrap();

        assert!(saved.copy.is_some());
        assert_eq!(copies(&step), ["uno"]);
        assert_eq!(read(&step).unwrap().text, "lo mío");
    }

    #[test]
    fn un_archivo_borrado_solo_lo_crea_quien_lo_sabe() {
        let (_folder, step) = step();
        let seen = read(&step).unwrap();
        fs::remove_file(step.editable()).unwrap();

        assert_eq!(read(&step), Err(Trouble::Missing));
        let unaware = save(&step, &draft(Some(&seen.hash), "dos"));
        assert_eq!(unaware, Err(Trouble::Missing));
        save(&step, &draft(None, "dos")).unwrap();

        assert_eq!(read(&step).unwrap().text, "dos");
        let late = save(&step, &draft(None, "tres"));
        assert!(matches!(late, Err(Trouble::Conflict(_))), "{late:?}");
    }

    #[test]
    fn lo_que_no_es_un_archivo_de_texto_normal_se_dice_y_no_se_toca() {
        let (_folder, step) = step();
        let path = step.editable();
        let try_both = || {
            (
                read(&step).map(|s| s.text),
                save(&step, &draft(Some("x"), "dos")),
            )
        };

        fs::write(&path, b"\xff").unwrap();
        assert_eq!(try_both(), (Err(Trouble::NotText), Err(Trouble::NotText)));
        let huge = vec![b'/'; usize::try_from(LARGEST).unwrap() + 1];
        fs::write(&path, &huge).unwrap();
        let too_large = Trouble::TooLarge(LARGEST + 1);
        assert_eq!(try_both(), (Err(too_large.clone()), Err(too_large)));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(try_both(), (Err(Trouble::NotAFile), Err(Trouble::NotAFile)));
        fs::remove_dir(&path).unwrap();
        nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(try_both(), (Err(Trouble::NotAFile), Err(Trouble::NotAFile)));
    }

    #[test]
    fn un_archivo_de_solo_lectura_se_respeta() {
        let (_folder, step) = step();
        fs::set_permissions(step.editable(), fs::Permissions::from_mode(0o444)).unwrap();
        let seen = read(&step).unwrap();

        let saved = save(&step, &draft(Some(&seen.hash), "dos"));

        assert!(seen.read_only);
        assert_eq!(saved, Err(Trouble::ReadOnly));
        assert_eq!(read(&step).unwrap().text, "uno");
    }

    #[test]
    fn un_enlace_sigue_siendo_un_enlace() {
        let (folder, step) = step();
        let real = folder.path().join("en-otro-sitio.rs");
        fs::rename(step.editable(), &real).unwrap();
        symlink(&real, step.editable()).unwrap();
        let seen = read(&step).unwrap();

        save(&step, &draft(Some(&seen.hash), "dos")).unwrap();

        assert!(fs::symlink_metadata(step.editable()).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(real).unwrap(), "dos");
    }
}
