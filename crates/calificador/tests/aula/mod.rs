//! Un aula para las pruebas: el curso de verdad, preparado una vez por programa.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use calificador::cage::Account;
use calificador::examine::{BoxReport, BoxedExaminer, Options, prepare};
use calificador::model::{Examiner, Grade, Work};
use tempfile::TempDir;

pub const STEPS: [&str; 5] = ["paso1", "paso2", "paso3", "paso4", "paso5"];

/// Quien examina, y una carpeta para las entregas.
pub struct Aula {
    examiner: BoxedExaminer,
    folder: TempDir,
    made: AtomicUsize,
}

impl Aula {
    /// La que tiene caja; todas las pruebas comparten una. `None` si en esta máquina
    /// no la hay, y lo dice.
    pub fn boxed() -> Option<&'static Self> {
        static BOXED: LazyLock<Result<Aula, String>> =
            LazyLock::new(|| Aula::with(Options::default()).map_err(|error| format!("{error:#}")));
        match &*BOXED {
            Ok(aula) => Some(aula),
            Err(why) => {
                assert!(std::env::var_os("CI").is_none(), "{why}");
                eprintln!("OMITIDA: {why}");
                None
            }
        }
    }

    pub fn with(options: Options) -> anyhow::Result<Self> {
        let steps = STEPS.map(str::to_owned);
        Ok(Self {
            examiner: prepare(&root(), &steps, options, &|_| ())?,
            folder: tempfile::tempdir()?,
            made: AtomicUsize::new(0),
        })
    }

    pub fn report(&self) -> &BoxReport {
        self.examiner.report()
    }

    /// Un trabajador distinto de todos los demás: las pruebas se hacen a la vez.
    pub fn another_worker(&self) -> usize {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// El resultado de entregar `source`.
    pub fn examine(&self, step: &str, source: &str) -> Grade {
        self.examine_by(self.another_worker(), step, source)
    }

    /// El resultado de entregar `source`, si lo examina ese trabajador.
    pub fn examine_by(&self, worker: usize, step: &str, source: &str) -> Grade {
        let number = self.another_worker();
        let path = self.folder.path().join(format!("{number}.rs"));
        fs::write(&path, source).unwrap();
        let work = Work {
            step: step.to_owned(),
            source: path,
            // Basta con que distinga una entrega de otra.
            sha256: source.to_owned(),
        };
        self.examiner
            .examine(&work, worker, &AtomicBool::new(false))
    }
}

pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.join("../..").canonicalize().unwrap()
}

fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn solution(step: &str) -> String {
    read(&format!("solutions/{step}/src/lib.rs"))
}

/// La misma respuesta, con otro contenido: para que no se aproveche un resultado.
pub fn renamed_solution(step: &str, note: &str) -> String {
    format!("{}\n// {note}\n", solution(step))
}

/// Las otras maneras de acertar que conoce el curso, con su paso.
pub fn alternatives() -> Vec<(&'static str, String)> {
    let mut known = Vec::new();
    for step in STEPS {
        let folder = root().join("solutions").join(step).join("alternativas");
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            known.push((step, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    known
}

/// Una respuesta equivocada, y la primera comprobación que dice que la caza.
pub fn wrong(step: &str, name: &str) -> (String, String) {
    let source = read(&format!("solutions/{step}/equivocadas/{name}.rs"));
    let check = source
        .lines()
        .find_map(|line| line.strip_prefix("//! Falla: "))
        .and_then(|checks| checks.split([',', ' ']).next())
        .unwrap_or_else(|| panic!("{step}/{name} no dice qué comprobación la caza"));
    (source.clone(), check.trim_matches('`').to_owned())
}

/// Los procesos vivos con este nombre (`comm`).
pub fn processes_called(name: &str) -> usize {
    processes(|folder| {
        fs::read_to_string(folder.join("comm")).is_ok_and(|comm| comm.trim() == name)
    })
    .len()
}

/// Los procesos vivos del usuario que se le presta a este trabajador. Quien no es
/// administrador no presta ninguno, y no se puede mirar así.
pub fn processes_of(worker: usize) -> Vec<String> {
    let Ok(Account::Lent(uid)) = Account::for_worker(worker) else {
        return Vec::new();
    };
    processes(|folder| fs::metadata(folder).is_ok_and(|meta| meta.uid() == uid))
}

fn processes(test: impl Fn(&Path) -> bool) -> Vec<String> {
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| {
            folder
                .file_name()
                .is_some_and(|n| n.as_encoded_bytes()[0].is_ascii_digit())
        })
        .filter(|folder| test(folder))
        .map(|folder| fs::read_to_string(folder.join("comm")).unwrap_or_default())
        .collect()
}
