//! Lo que el taller recuerda entre una orden y la siguiente: la última nota de cada
//! paso y las pistas vistas.
//!
//! Vive en `.taller/progreso.json`, en la raíz del curso y fuera de git. Se guarda
//! por nombre de paso, y lo que no se entiende de un paso se deja como está: añadir
//! pasos no borra nada de los demás. Si a un paso le cambian el nombre, lo suyo lo
//! sigue: se reconoce porque lo escrito es exactamente lo que se corrigió. Aquí no
//! hay nada que no se pueda volver a calcular, así que un archivo estropeado se
//! aparta y se empieza otro.
//!
//! El último veredicto de cada paso, con sus explicaciones, está en `.taller/veredictos/`
//! ([`Report`]). La nota y el veredicto los escribe solo [`remember`], la corrija quien
//! la corrija: la página, `vigilar` o `probar`.

mod report;
mod standing;

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::durable;
use crate::grade::{Grade, sources};
use crate::outcome::sentence;
use crate::step::{self, Step};
use crate::terminal::note;

pub use report::{Report, Said};
pub use standing::{Place, Standing};

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
    /// Comprobaciones superadas.
    #[serde(default)]
    pub passed: usize,
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
            Some(Ok(progress)) => Ok(progress.following_renames(root)),
            Some(Err(_)) => {
                note!(
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

    /// Lo mismo, con lo de los pasos que han cambiado de nombre bajo el nuevo.
    fn following_renames(mut self, root: &Path) -> Self {
        let steps = step::discover(root).unwrap_or_default();
        let named = |name: &str| steps.iter().any(|step| step.name == name);
        let Some(known) = self.0.get("steps").and_then(Value::as_object) else {
            return self;
        };
        let orphans: Vec<String> = known.keys().filter(|name| !named(name)).cloned().collect();
        let newcomers: Vec<&Step> = steps
            .iter()
            .filter(|step| !known.contains_key(&step.name))
            .collect();
        if orphans.is_empty() || newcomers.is_empty() {
            return self;
        }
        for step in newcomers {
            let source = sources::fingerprint(step);
            let graded = |name: &&String| self.of(name).mark.is_some_and(|m| m.source == source);
            if let Some(orphan) = orphans.iter().find(graded) {
                let memory = self.0["steps"][orphan].take();
                self.0["steps"][&step.name] = memory;
                if let Some(known) = self.0.get_mut("steps").and_then(Value::as_object_mut) {
                    known.remove(orphan);
                }
            }
        }
        self
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
        Some(Ok(progress)) => progress.following_renames(root),
        Some(Err(bytes)) => {
            let aside = durable::keep(&folder, SET_ASIDE, "json", &bytes)?;
            note!(
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

/// Recuerda la nota de una corrección, si lo es, y lo que se dijo en ella. Que no se
/// pueda guardar no es motivo para no darla: se avisa y ya está.
pub fn remember(root: &Path, grade: &Grade) {
    let Some(mark) = grade.mark() else { return };
    let name = &grade.step.name;
    // Antes el veredicto que la nota: quien ve cambiar la nota ya encuentra lo demás.
    let saved = Report::of(grade, &mark)
        .map_or(Ok(()), |report| report.save(root, name))
        .and_then(|()| update(root, name, |memory| memory.mark = Some(mark)));
    if let Err(error) = saved {
        note!("Aviso: la nota no se ha guardado: {}.", sentence(&error));
    }
}

/// Dónde se guarda lo que se recuerda del curso de `root`.
pub fn path(root: &Path) -> PathBuf {
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
            passed: 6,
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

    /// Un paso que se llama así, con eso escrito.
    fn add_step(root: &Path, name: &str, order: u32, text: &str) {
        let folder = root.join("exercises").join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\ndescription = \"Título\"\nreadme = \"a.md\"\n\
             [package.metadata.paso]\norder = {order}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("src/lib.rs"), text).unwrap();
    }

    #[test]
    fn un_paso_que_cambia_de_nombre_conserva_lo_suyo() {
        let course = tempfile::tempdir().unwrap();
        let root = course.path();
        add_step(root, "paso3", 3, "// mío");
        let steps = step::discover(root).unwrap();
        let source = sources::fingerprint(&steps[0]);
        update(root, "paso3", |memory| {
            memory.mark = Some(Mark { source, ..mark(9) });
            memory.hint = 2;
        })
        .unwrap();

        let (old, new) = (
            root.join("exercises/paso3"),
            root.join("exercises/comunicar"),
        );
        fs::rename(&old, &new).unwrap();
        add_step(root, "comunicar", 3, "// mío");
        add_step(root, "nuevo", 4, "// otra cosa");

        let progress = Progress::load(root).unwrap();
        assert_eq!(progress.of("comunicar").mark.unwrap().points, 9);
        assert_eq!(progress.of("nuevo"), Memory::default());
        // Y pedir otra pista no lo deja atrás.
        update(root, "comunicar", |memory| memory.hint += 1).unwrap();
        let memory = Progress::load(root).unwrap().of("comunicar");
        assert_eq!((memory.hint, memory.mark.unwrap().points), (3, 9));
    }

    #[test]
    fn un_paso_copiado_de_otro_no_hereda_su_nota() {
        let course = tempfile::tempdir().unwrap();
        let root = course.path();
        add_step(root, "paso1", 1, "// mío");
        let source = sources::fingerprint(&step::discover(root).unwrap()[0]);
        let mark = Mark { source, ..mark(9) };
        update(root, "paso1", |memory| memory.mark = Some(mark)).unwrap();

        add_step(root, "paso2", 2, "// mío");

        let progress = Progress::load(root).unwrap();
        assert_eq!(progress.of("paso2"), Memory::default());
        assert!(progress.of("paso1").mark.is_some());
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
