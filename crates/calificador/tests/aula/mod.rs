//! Un aula para las pruebas: el curso de verdad, preparado una vez por programa.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

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
    /// La que tiene caja. Todas las pruebas comparten una.
    pub fn boxed() -> &'static Self {
        static BOXED: LazyLock<Aula> = LazyLock::new(|| Aula::with(Options::default()));
        &BOXED
    }

    pub fn with(options: Options) -> Self {
        let steps = STEPS.map(str::to_owned);
        let examiner =
            prepare(&root(), &steps, options, &|_| ()).unwrap_or_else(|error| panic!("{error:#}"));
        Self {
            examiner,
            folder: tempfile::tempdir().unwrap(),
            made: AtomicUsize::new(0),
        }
    }

    pub fn report(&self) -> &BoxReport {
        self.examiner.report()
    }

    /// El resultado de entregar `source`. Cada entrega, como un trabajador distinto:
    /// las pruebas se hacen a la vez.
    pub fn examine(&self, step: &str, source: &str) -> Grade {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.path().join(format!("{number}.rs"));
        fs::write(&path, source).unwrap();
        let work = Work {
            step: step.to_owned(),
            source: path,
            // Basta con que distinga una entrega de otra.
            sha256: source.to_owned(),
        };
        self.examiner
            .examine(&work, number, &AtomicBool::new(false))
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn solution(step: &str) -> String {
    read(&format!("solutions/{step}/src/lib.rs"))
}
