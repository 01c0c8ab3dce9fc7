//! Lo que el taller recuerda entre una orden y la siguiente: la última nota de cada
//! paso y las pistas vistas.
//!
//! Vive en `.taller/progreso.json`, en la raíz del curso y fuera de git. Se guarda
//! por nombre de paso, y lo que no se entiende de un paso se deja como está: añadir
//! o renombrar pasos no borra nada de los demás. Aquí no hay nada que no se pueda
//! volver a calcular, así que un archivo estropeado se aparta y se empieza otro.

mod standing;

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::durable;

pub use standing::Standing;

const FOLDER: &str = ".taller";
const FILE: &str = "progreso.json";
const SET_ASIDE: &str = "progreso-estropeado";

/// Lo que se recuerda de todos los pasos.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress(Map<String, Value>);

/// Lo que se recuerda de un paso.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// La última nota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// La última pista vista; 0 si ninguna.
    #[serde(default)]
    pub hint: usize,
}

/// La nota de una corrección completa.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Puntos conseguidos.
    pub points: u32,
    /// Puntos posibles; 0 si no compiló.
    pub max_points: u32,
    /// Comprobaciones sin superar.
    pub failed: usize,
    /// Si compiló.
    pub compiles: bool,
    /// La huella de lo que se corrigió.
    pub source: String,
    /// Cuándo, en UTC.
    pub graded_at: String,
}

impl Progress {
    /// Lo guardado en el curso de `root`. Si no se entiende, es como si no hubiera
    /// nada, y se dice en la salida de errores.
    ///
    /// # Errores
    /// Si el archivo existe y no se puede leer.
    pub fn load(root: &Path) -> Result<Self> {
        let path = path(root);
        match read(&path)? {
            Some(Ok(progress)) => Ok(progress),
            Some(Err(_)) => {
                eprintln!(
                    "Aviso: {} está estropeado y no se tiene en cuenta. Se arregla solo la próxima \
                     vez que corrijas un paso.",
                    path.display()
                );
                Ok(Self::default())
            }
            None => Ok(Self::default()),
        }
    }

    /// Lo que se recuerda del paso `name`.
    pub fn of(&self, name: &str) -> Memory {
        self.0
            .get("steps")
            .and_then(|steps| steps.get(name))
            .and_then(|memory| Memory::deserialize(memory).ok())
            .unwrap_or_default()
    }

    fn set(&mut self, name: &str, memory: &Memory) {
        let steps = self.0.entry("steps").or_insert_with(|| json!({}));
        if !steps.is_object() {
            *steps = json!({});
        }
        steps[name] = json!(memory);
    }
}

/// Cambia lo que se recuerda del paso `name` y lo guarda. Dos órdenes a la vez
/// esperan su turno: ninguna pierde lo de la otra.
///
/// # Errores
/// Si no se puede escribir en la carpeta del curso.
pub fn update(root: &Path, name: &str, change: impl FnOnce(&mut Memory)) -> Result<()> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)
        .with_context(|| format!("no se puede crear la carpeta {}", folder.display()))?;
    let _turn = take_turn(&folder)?;
    let path = path(root);
    let mut progress = match read(&path)? {
        Some(Ok(progress)) => progress,
        Some(Err(bytes)) => {
            let aside = durable::keep(&folder, SET_ASIDE, "json", &bytes)?;
            eprintln!(
                "Aviso: {} estaba estropeado. Se empieza otro, y el anterior queda en {}.",
                path.display(),
                aside.display()
            );
            Progress::default()
        }
        None => Progress::default(),
    };
    let mut memory = progress.of(name);
    change(&mut memory);
    progress.set(name, &memory);
    let mut text =
        serde_json::to_string_pretty(&progress.0).context("no se puede escribir JSON")?;
    text.push('\n');
    durable::replace(&path, text.as_bytes())
}

fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join(FILE)
}

/// Lo guardado; si no se entiende, sus bytes.
fn read(path: &Path) -> Result<Option<Result<Progress, Vec<u8>>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(match serde_json::from_slice(&bytes) {
            Ok(map) => Ok(Progress(map)),
            Err(_) => Err(bytes),
        })),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("no se puede leer {}", path.display())),
    }
}

/// El turno para escribir, que se devuelve al soltarlo o al morir.
fn take_turn(folder: &Path) -> Result<Flock<fs::File>> {
    let path = folder.join("turno");
    let broken = || format!("no se puede usar {}", path.display());
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(broken)?;
    Flock::lock(file, FlockArg::LockExclusive)
        .map_err(|(_, errno)| std::io::Error::from(errno))
        .with_context(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(points: u32) -> Mark {
        Mark {
            points,
            max_points: 10,
            failed: 0,
            compiles: true,
            source: "abc".into(),
            graded_at: "2026-11-23T05:12:33Z".into(),
        }
    }

    #[test]
    fn recordar_un_paso_no_borra_los_demas_ni_lo_que_no_se_entiende() {
        let course = tempfile::tempdir().unwrap();
        fs::create_dir(course.path().join(FOLDER)).unwrap();
        let old = r#"{"futuro":1,"steps":{"viejo":{"hint":2},"raro":"¿?"}}"#;
        fs::write(path(course.path()), old).unwrap();

        update(course.path(), "paso1", |memory| memory.mark = Some(mark(7))).unwrap();

        let progress = Progress::load(course.path()).unwrap();
        assert_eq!(progress.of("paso1").mark, Some(mark(7)));
        assert_eq!(progress.of("viejo").hint, 2);
        assert_eq!(progress.of("raro"), Memory::default());
        assert_eq!(progress.0["futuro"], 1);
        assert_eq!(progress.0["steps"]["raro"], "¿?");
    }

    #[test]
    fn un_archivo_estropeado_se_aparta_entero_y_se_empieza_otro() {
        let course = tempfile::tempdir().unwrap();
        fs::create_dir(course.path().join(FOLDER)).unwrap();
        fs::write(path(course.path()), b"{\"steps\": {\"pa\xff").unwrap();

        assert_eq!(Progress::load(course.path()).unwrap(), Progress::default());
        update(course.path(), "paso1", |memory| memory.hint = 1).unwrap();

        assert_eq!(Progress::load(course.path()).unwrap().of("paso1").hint, 1);
        let aside = course.path().join(FOLDER).join("progreso-estropeado.json");
        assert_eq!(fs::read(aside).unwrap(), b"{\"steps\": {\"pa\xff");
    }

    #[test]
    fn varias_ordenes_a_la_vez_no_se_pisan() {
        let course = tempfile::tempdir().unwrap();
        let root = course.path();

        std::thread::scope(|scope| {
            for name in ["paso1", "paso2", "paso3", "paso4"] {
                scope.spawn(move || {
                    for _ in 0..10 {
                        update(root, name, |memory| memory.hint += 1).unwrap();
                    }
                });
            }
        });

        let progress = Progress::load(root).unwrap();
        for name in ["paso1", "paso2", "paso3", "paso4"] {
            assert_eq!(progress.of(name).hint, 10);
        }
    }
}
