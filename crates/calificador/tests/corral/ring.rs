//! El ruedo: el examinador de verdad, sus trabajadores, y el examen de un caso.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use calificador::cage::{Account, Protections};
use calificador::examine::{BoxedExaminer, Options, prepare};
use calificador::intake::sha256;
use calificador::model::{Code, Examiner, Grade, Work};
use tempfile::TempDir;

use super::corpus::{Copies, Specimen};
use super::yard::{Yard, reference};

/// Los pasos que se examinan.
pub const STEPS: [&str; 5] = ["paso1", "paso2", "paso3", "paso4", "paso5"];
/// Trabajadores: casos a la vez.
pub const WORKERS: usize = 2;
/// Si un examen no ha acabado en este tiempo, se le pide que pare: es un fallo.
const PATIENCE: Duration = Duration::from_secs(420);

/// Un examinador y sus trabajadores.
pub struct Ring {
    examiner: BoxedExaminer,
    folder: TempDir,
    free: Mutex<BTreeSet<usize>>,
    returned: Condvar,
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
    /// Con estas protecciones. Compila lo que falte y comprueba la caja.
    pub fn new(protections: Protections) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().expect("existe");
        let options = Options {
            boxed: true,
            workers: WORKERS,
            protections,
        };
        let examiner = prepare(&root, &STEPS.map(str::to_owned), options, &|_| ())
            .unwrap_or_else(|why| panic!("no se puede examinar: {why:#}"));
        Self {
            examiner,
            folder: tempfile::tempdir().expect("hay donde escribir"),
            free: Mutex::new((0..WORKERS).collect()),
            returned: Condvar::new(),
            serial: AtomicU64::new(0),
        }
    }

    /// Espera a que haya `count` trabajadores libres y los toma.
    pub fn workers(&self, count: usize) -> Workers<'_> {
        let mut free = self.free.lock().expect("nadie lo deja a medias");
        while free.len() < count {
            free = self.returned.wait(free).expect("nadie lo deja a medias");
        }
        let taken = (0..count).filter_map(|_| free.pop_first()).collect();
        Workers { ring: self, taken }
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
        let (stop, done) = (AtomicBool::new(false), AtomicBool::new(false));
        let started = Instant::now();
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    thread::park_timeout(Duration::from_millis(200));
                    stop.fetch_or(started.elapsed() > PATIENCE, Ordering::Release);
                }
            });
            let grade = self.examiner.examine(&work, worker, &stop);
            let elapsed = started.elapsed();
            done.store(true, Ordering::Release);
            Examined { grade, elapsed }
        })
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
    pub fn try_case(&self, specimen: &Specimen) -> Result<Examined, String> {
        let workers = self.workers(if specimen.copies == Copies::AtOnce { 2 } else { 1 });
        let yard = Yard::new();
        let first = specimen.source(&yard.names(&specimen.step, "1", "2"));
        let second = specimen.source(&yard.names(&specimen.step, "2", "1"));
        let results = match specimen.copies {
            Copies::One => vec![self.examine(&specimen.step, &first, workers.nth(0))],
            Copies::InTurn => [&first, &second]
                .map(|source| self.examine(&specimen.step, source, workers.nth(0)))
                .into(),
            Copies::AtOnce => self.at_once(&specimen.step, [&first, &second], &workers).into(),
        };
        let mut problems = yard.damage();
        for result in &results {
            problems.extend(yard.leaks(&result.grade));
            problems.extend(unexpected(result, &specimen.codes));
        }
        for worker in 0..workers.len() {
            problems.extend(survivors(workers.nth(worker)));
            let honest = self.honest(&specimen.step);
            let after = self.examine(&specimen.step, &honest, workers.nth(worker));
            if after.grade.code != Code::Good {
                let told = describe(&after.grade);
                problems.push(format!("la entrega honrada que va detrás no está BIEN: {told}"));
            }
        }
        if problems.is_empty() {
            results.into_iter().next_back().ok_or_else(String::new)
        } else {
            Err(problems.join("\n"))
        }
    }

    /// Examina dos entregas al mismo tiempo.
    pub fn at_once(&self, step: &str, sources: [&str; 2], workers: &Workers) -> [Examined; 2] {
        thread::scope(|scope| {
            let other = scope.spawn(|| self.examine(step, sources[1], workers.nth(1)));
            let one = self.examine(step, sources[0], workers.nth(0));
            [one, other.join().expect("un examen no entra en pánico")]
        })
    }

    /// Los procesos de las entregas que siguen vivos cuando ya no hay nada que examinar.
    pub fn left_behind(&self) -> Vec<String> {
        let workers = self.workers(WORKERS);
        (0..WORKERS)
            .flat_map(|worker| survivors(workers.nth(worker)))
            .collect()
    }
}

/// Unos trabajadores prestados.
pub struct Workers<'a> {
    ring: &'a Ring,
    taken: Vec<usize>,
}

impl Workers<'_> {
    /// El número del trabajador.
    pub fn nth(&self, index: usize) -> usize {
        self.taken[index]
    }

    fn len(&self) -> usize {
        self.taken.len()
    }
}

impl Drop for Workers<'_> {
    fn drop(&mut self) {
        if let Ok(mut free) = self.ring.free.lock() {
            free.extend(&self.taken);
        }
        self.ring.returned.notify_all();
    }
}

fn unexpected(result: &Examined, codes: &[Code]) -> Option<String> {
    (!codes.contains(&result.grade.code)).then(|| {
        let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
        format!("se esperaba {} y es {}", names.join(" o "), describe(&result.grade))
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

/// Los procesos que ha dejado vivos lo último que se examinó con este trabajador.
///
/// El administrador presta a cada trabajador un usuario que no usa nadie más: todo lo
/// que quede suyo sobra. Sin ser administrador no hay con qué distinguirlos mientras
/// el otro trabajador examina, y solo se buscan los de fuera de nuestro espacio.
fn survivors(worker: usize) -> Vec<String> {
    let Ok(Account::Lent(uid)) = Account::for_worker(worker) else {
        return Vec::new();
    };
    let deadline = Instant::now() + Duration::from_secs(2);
    loop {
        let left: Vec<String> = processes()
            .filter(|folder| fs::metadata(folder).is_ok_and(|data| data.uid() == uid))
            .map(|folder| {
                let name = fs::read_to_string(folder.join("comm")).unwrap_or_default();
                format!("queda vivo «{}» ({})", name.trim(), folder.display())
            })
            .collect();
        // Un proceso ya muerto puede tardar un instante en desaparecer de /proc.
        if left.is_empty() || Instant::now() > deadline {
            return left;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn processes() -> impl Iterator<Item = PathBuf> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
        })
}
