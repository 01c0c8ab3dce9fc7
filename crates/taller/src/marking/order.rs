//! Lo que se pide, leído y comprobado antes de empezar nada que tarde.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use calificador::assignment::Assignment;
use calificador::intake::{Roster, StepSpec};
use calificador::report::{self, Course};

use super::options::Calificar;
use crate::outcome::Ending;
use crate::review;
use crate::root;
use crate::step::{self, Step};

/// La clase de ejemplo, dentro del curso.
const SAMPLE: &str = "ejemplo";

/// El curso, visto por quien califica.
pub struct Workbook {
    /// Dónde está.
    pub root: PathBuf,
    /// Los pasos que tienen un archivo que entregar.
    pub steps: Vec<Step>,
}

impl Workbook {
    /// El de la carpeta actual.
    ///
    /// # Errores
    /// Si no hay curso, o alguno de sus pasos no se entiende.
    pub fn find() -> Result<Self> {
        let root = root::find()?;
        let mut steps = step::discover(&root)?;
        steps.retain(Step::is_submitted);
        Ok(Self { root, steps })
    }

    /// Los pasos, para reconocer sus archivos en una entrega.
    ///
    /// # Errores
    /// Si no se puede leer un esqueleto.
    pub fn specs(&self) -> Result<Vec<StepSpec>> {
        let spec = |step: &Step| Ok(StepSpec::new(&step.name, &read(&step.stub())?));
        self.steps.iter().map(spec).collect()
    }

    /// Los pasos, como los nombran los informes.
    pub fn course(&self) -> Course {
        let named = |step: &Step| {
            let page = step.chapter.file_stem().map(|stem| {
                let stem = stem.to_string_lossy();
                format!("{stem}.html")
            });
            let known = report::Step {
                title: step.title.clone(),
                chapter: page,
            };
            (step.name.clone(), known)
        };
        Course {
            steps: self.steps.iter().map(named).collect::<BTreeMap<_, _>>(),
        }
    }

    /// Los pasos que se nombran; si no se nombra ninguno, todos menos los retos, que solo
    /// cuentan cuando el docente los pide.
    ///
    /// # Errores
    /// Si alguno no existe.
    pub fn asked(&self, names: &[String]) -> Result<Vec<Step>> {
        let mut asked = review::only(self.steps.clone(), names).map_err(Ending::misuse)?;
        if names.is_empty() {
            asked.retain(|step| !step.optional);
        }
        Ok(asked)
    }

    /// La tarea de `file`, o la que se supone si no la hay: estos pasos, o todos.
    ///
    /// # Errores
    /// Si no se puede leer o no se entiende, o alguno de `steps` no existe.
    pub fn assignment(&self, file: Option<&Path>, steps: &[String]) -> Result<Assignment> {
        let Some(file) = file else {
            let asked = self.asked(steps)?.into_iter().map(|step| step.name);
            return Ok(Assignment::for_steps(asked));
        };
        let known: Vec<&str> = self.steps.iter().map(|step| step.name.as_str()).collect();
        let text = read_assignment(file)?;
        let name = file.display().to_string();
        let parsed = Assignment::parse(&text, &name, &known);
        Ok(parsed.map_err(|problem| Ending::misuse(problem.to_string()))?)
    }
}

/// Lo que pide `taller calificar`.
pub struct Order {
    /// El curso.
    pub workbook: Workbook,
    /// Lo que se califica.
    pub input: PathBuf,
    /// Cómo se pone la nota.
    pub assignment: Assignment,
    /// La hoja de Moodle, si la hay.
    pub worksheet: Option<PathBuf>,
    /// Lo que dice esa hoja.
    pub roster: Option<Roster>,
    /// La carpeta de salida.
    pub output: PathBuf,
}

impl Order {
    /// Lo que dicen las opciones.
    ///
    /// # Errores
    /// Si algo de lo que nombran no existe, no se puede leer o no se entiende.
    pub fn read(options: &Calificar) -> Result<Self> {
        let workbook = Workbook::find()?;
        let sample = |name: &str| {
            let place = workbook.root.join(SAMPLE).join(name);
            options.ejemplo.then_some(place)
        };
        let tarea = options
            .informes
            .tarea
            .clone()
            .or_else(|| sample("tarea.toml"));
        let worksheet = options.informes.hoja.clone().or_else(|| sample("hoja.csv"));
        let input = options.entregas.clone().or_else(|| sample("entregas"));
        // Lo impide la línea de órdenes: o hay entregas, o es el ejemplo.
        let input = input.context("no se ha dicho qué calificar")?;
        if !input.exists() {
            let sentence = format!(
                "no existe {}: se esperaba la descarga de Moodle o la carpeta con las entregas; \
                 mira cómo se llama, y desde qué carpeta escribes la orden",
                input.display()
            );
            return Err(Ending::misuse(sentence).into());
        }
        worksheet.as_deref().map(worksheet_exists).transpose()?;
        let assignment = workbook.assignment(tarea.as_deref(), &options.pasos)?;
        let roster = worksheet
            .as_deref()
            .map(|sheet| Roster::read(sheet, &assignment.zone))
            .transpose()?;
        let output = match &options.salida {
            Some(folder) => folder.clone(),
            None if options.ejemplo => beside(Path::new(SAMPLE)),
            None => beside(&input),
        };
        Ok(Self {
            workbook,
            input,
            assignment,
            worksheet,
            roster,
            output,
        })
    }

    /// Los pasos que hay que calificar.
    pub fn steps(&self) -> Vec<String> {
        self.assignment.all_steps().map(str::to_owned).collect()
    }
}

/// Dónde se califica `input` si no se dice: `semana3.zip` en `semana3-calificado`, en la
/// carpeta actual.
fn beside(input: &Path) -> PathBuf {
    let whole = input.canonicalize().unwrap_or_else(|_| input.to_owned());
    let name = if whole.is_dir() {
        whole.file_name()
    } else {
        whole.file_stem()
    };
    let name = name.unwrap_or("entregas".as_ref()).to_string_lossy();
    PathBuf::from(format!("{name}-calificado"))
}

/// Que la hoja exista: si no, es que la orden está mal escrita, y hay que decirlo antes de
/// calificar a nadie.
///
/// # Errores
/// Si no existe.
pub fn worksheet_exists(path: &Path) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    let sentence = format!(
        "no existe la hoja {}: es el CSV que da la tarea de Moodle en «Descargar hoja de \
         calificaciones»",
        path.display()
    );
    Err(Ending::misuse(sentence).into())
}

fn read_assignment(path: &Path) -> Result<String> {
    let text = read(path);
    let kind = text.as_ref().err().and_then(|error| {
        let system = error.downcast_ref::<std::io::Error>();
        system.map(std::io::Error::kind)
    });
    let why = match kind {
        Some(ErrorKind::NotFound) => "no existe",
        Some(ErrorKind::InvalidData) => {
            "no es una tarea, que es texto en UTF-8. Guárdala así con tu editor, o empieza otra"
        }
        _ => return text,
    };
    let sentence = format!(
        "{} {why}: una comentada, lista para adaptar, la escribe «taller tarea nueva --salida \
         OTRO.toml»",
        path.display()
    );
    Err(Ending::misuse(sentence).into())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("no se puede leer {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_descarga_se_califica_en_su_carpeta() {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("semana 3.zip");
        let inside = folder.path().join("grupo.b");
        fs::write(&zip, "").unwrap();
        fs::create_dir(&inside).unwrap();

        assert_eq!(beside(&zip), Path::new("semana 3-calificado"));
        assert_eq!(beside(&inside), Path::new("grupo.b-calificado"));
        assert_eq!(
            beside(Path::new("no/existe.zip")),
            Path::new("existe-calificado")
        );
    }
}
