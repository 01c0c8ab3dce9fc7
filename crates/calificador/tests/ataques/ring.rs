//! El ruedo: el examinador de verdad, y el examen de un caso.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use calificador::cage::Protections;
use calificador::examine::{BoxedExaminer, Options, prepare};
use calificador::intake::sha256;
use calificador::model::{Code, Examiner, Grade, Work};
use tempfile::TempDir;

use super::corpus::{Copies, Specimen};
use super::crew::{self, Crew, WORKERS, Workers};
use super::yard::{Yard, reference};

/// Los pasos que se examinan.
pub const STEPS: [&str; 5] = ["paso1", "paso2", "paso3", "paso4", "paso5"];
/// Lo que se concede a un examen además de su plazo, para recogerlo todo.
const COLLECTING: Duration = Duration::from_secs(2);

/// Un examinador.
pub struct Ring {
    examiner: BoxedExaminer,
    folder: TempDir,
    serial: AtomicU64,
}

/// Un resultado y lo que se tardó, de reloj.
#[derive(Debug, Clone)]
pub struct Examined {
    /// El resultado.
    pub grade: Grade,
    /// Lo que se tardó.
    pub elapsed: Duration,
}

impl Ring {
    /// De estos pasos y con estas protecciones. Compila lo que falte y comprueba la caja.
    pub fn new(steps: &[&str], protections: Protections) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().expect("existe");
        let options = Options {
            boxed: true,
            workers: WORKERS,
            protections,
        };
        let steps: Vec<String> = steps.iter().map(|&step| step.to_owned()).collect();
        let examiner = prepare(&root, &steps, options, &|_| ())
            .unwrap_or_else(|why| panic!("no se puede examinar: {why:#}"));
        Self {
            examiner,
            folder: tempfile::tempdir().expect("hay donde escribir"),
            serial: AtomicU64::new(0),
        }
    }

    /// Examina `source` como respuesta a `step`.
    pub fn examine(&self, step: &str, source: &str, worker: usize) -> Examined {
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.path().join(format!("{serial}.rs"));
        fs::write(&path, source).expect("cabe");
        let work = Work {
            step: step.to_owned(),
            source: path,
            sha256: sha256(source.as_bytes()),
        };
        let started = Instant::now();
        let grade = self
            .examiner
            .examine(&work, worker, &AtomicBool::new(false));
        let elapsed = started.elapsed();
        Examined { grade, elapsed }
    }

    /// Una respuesta buena, distinta cada vez: ninguna se da por ya examinada.
    pub fn honest(&self, step: &str) -> String {
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let text = fs::read_to_string(reference(step)).expect("está en el repositorio");
        format!("{text}\n// Entrega {serial}.\n")
    }

    /// Examina un caso como lo haría la clase de verdad, y después una entrega honrada
    /// con los mismos trabajadores.
    ///
    /// # Errores
    /// Todo lo que no es como tiene que ser, en varias líneas.
    pub fn try_case(&self, crew: &Crew, specimen: &Specimen) -> Result<Examined, String> {
        let both = specimen.copies == Copies::AtOnce;
        let workers = crew.take(if both { 2 } else { 1 });
        let yard = Yard::new();
        let results = self.perform(specimen, &yard, &workers);
        let mut problems = yard.damage();
        for result in &results {
            problems.extend(yard.leaks(&result.grade));
            problems.extend(unexpected(result, &specimen.codes));
            problems.extend(self.too_slow(result));
        }
        for worker in workers.each() {
            let left = crew::survivors(worker);
            problems.extend(left.iter().map(|one| format!("queda vivo {one:?}")));
            let honest = self.honest(&specimen.step);
            let after = self.examine(&specimen.step, &honest, worker);
            if after.grade.code != Code::Good {
                let told = describe(&after.grade);
                problems.push(format!(
                    "la entrega honrada que va detrás no está BIEN: {told}"
                ));
            }
        }
        if problems.is_empty() {
            results.into_iter().next_back().ok_or_else(String::new)
        } else {
            Err(problems.join("\n"))
        }
    }

    /// Examina un caso cuyo código ya no es el de su cabecera, porque falta algo de lo
    /// que lo para antes: aun así, ni está BIEN ni toca nada.
    ///
    /// # Errores
    /// Todo lo que no es como tiene que ser, en varias líneas.
    pub fn try_contained(&self, crew: &Crew, specimen: &Specimen) -> Result<(), String> {
        let (workers, yard) = (crew.take(1), Yard::new());
        let results = self.perform(specimen, &yard, &workers);
        let mut problems = yard.damage();
        for result in &results {
            problems.extend(yard.leaks(&result.grade));
            if matches!(result.grade.code, Code::Good | Code::Infra) {
                problems.push(format!("es {}", describe(&result.grade)));
            }
        }
        let left = workers.each().flat_map(crew::survivors);
        problems.extend(left.map(|one| format!("queda vivo {one:?}")));
        if problems.is_empty() {
            Ok(())
        } else {
            Err(format!("{}: {}", specimen.name, problems.join("\n")))
        }
    }

    /// Las entregas del caso, como lo dice su cabecera.
    fn perform(&self, specimen: &Specimen, yard: &Yard, workers: &Workers) -> Vec<Examined> {
        let step = &specimen.step;
        let first = specimen.source(&yard.names(step, "1", "2"));
        let second = specimen.source(&yard.names(step, "2", "1"));
        match specimen.copies {
            Copies::One => vec![self.examine(step, &first, workers.nth(0))],
            Copies::InTurn => [&first, &second]
                .map(|source| self.examine(step, source, workers.nth(0)))
                .into(),
            Copies::AtOnce => thread::scope(|scope| {
                let other = scope.spawn(|| self.examine(step, &second, workers.nth(1)));
                let one = self.examine(step, &first, workers.nth(0));
                vec![one, other.join().expect("un examen no entra en pánico")]
            }),
        }
    }

    /// El plazo es el que se pone el propio examinador, de reloj: con la máquina
    /// cargada todo tarda más, pero ni una carga infinita lo alarga.
    fn too_slow(&self, result: &Examined) -> Option<String> {
        let deadline = self.examiner.deadline() + COLLECTING;
        let seconds = result.elapsed.as_secs();
        (result.elapsed > deadline).then(|| {
            format!(
                "tardó {seconds} s, y el plazo es de {} s",
                deadline.as_secs()
            )
        })
    }
}

fn unexpected(result: &Examined, codes: &[Code]) -> Option<String> {
    (!codes.contains(&result.grade.code)).then(|| {
        let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
        let told = describe(&result.grade);
        format!("se esperaba {} y es {told}", names.join(" o "))
    })
}

/// El resultado, contado para quien mira por qué falla una prueba.
pub fn describe(grade: &Grade) -> String {
    let mut text = format!("{} ({} de {})", grade.code, grade.points, grade.max_points);
    if let Some(reason) = &grade.reason {
        let _ = write!(text, ": {reason}");
    }
    for problem in grade.compile_problems.iter().take(2) {
        let _ = write!(text, "\n    {}", problem.text.replace('\n', "\n    "));
    }
    for check in grade.checks.iter().filter(|check| !check.passed) {
        let _ = write!(text, "\n    ✗ {}", check.id);
        if let Some(told) = &check.explanation {
            let _ = write!(text, ": {}", told.happened.replace('\n', " "));
        }
    }
    text
}
