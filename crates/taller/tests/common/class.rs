//! Una clase pequeña del paso 3, y las órdenes con que se califica.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::reports::reports;
use super::{Course, Finished};

/// Lo que se espera por algo que tiene que llegar.
const PATIENCE: Duration = Duration::from_secs(300);

/// Quién entrega qué en el paso 3, y el veredicto que le toca.
pub const PEOPLE: [(&str, &str, &str); 6] = [
    ("Ana", "src/lib.rs", "BIEN"),
    ("Bruno", "alternativas/iteradores.rs", "BIEN"),
    ("Carla", "equivocadas/cuenta_letras.rs", "MAL"),
    ("Dora", "equivocadas/orden_de_errores.rs", "MAL"),
    ("Eva", "alternativas/volatil.rs", "BIEN"),
    ("Fran", "", "NO_COMPILA"),
];

/// Una carpeta con las entregas de una clase y sitio para calificarlas.
pub struct Class {
    folder: TempDir,
    pub course: Course,
}

impl Class {
    pub fn new() -> Self {
        let class = Self {
            folder: tempfile::tempdir().unwrap(),
            course: Course::real(),
        };
        for (name, answer, _) in PEOPLE {
            let text = match answer {
                "" => "pub fn write_message( {}\n".to_owned(),
                answer => class.course.read(&format!("solutions/paso3/{answer}")),
            };
            class.deliver(name, &text);
        }
        class
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn deliver(&self, name: &str, text: &str) {
        let place = self.path("entregas").join(name).join("paso3");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("lib.rs"), text).unwrap();
    }

    /// La orden que califica el paso 3 de la clase en `output`.
    pub fn grading(&self, output: &str, args: &[&str]) -> Command {
        let mut command = self.course.command();
        command
            .arg("calificar")
            .arg(self.path("entregas"))
            .args(["--pasos", "paso3", "--salida"])
            .arg(self.path(output))
            .args(args);
        command
    }

    pub fn grade(&self, output: &str, args: &[&str]) -> Finished {
        Finished::from(self.grading(output, args).output().unwrap())
    }

    pub fn merge(&self, output: &str, args: &[&str]) -> Finished {
        let mut command = self.course.command();
        command.arg("reunir").arg(self.path(output)).args(args);
        Finished::from(command.output().unwrap())
    }

    pub fn start(&self, output: &str) -> Child {
        self.grading(output, &["--trabajadores", "1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Espera a que el diario tenga `count` resultados.
    pub fn wait_for_results(&self, output: &str, count: usize, child: &mut Child) {
        let journal = self.path(output).join("diario.jsonl");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = fs::read_to_string(&journal).unwrap_or_default();
            // El primer renglón dice qué archivo es.
            if text.lines().count() > count {
                return;
            }
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "acabó antes de tiempo: {ended:?}");
            assert!(Instant::now() < deadline, "no llega ningún resultado");
            thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn reports(&self, output: &str) -> Vec<(PathBuf, Vec<u8>)> {
        reports(&self.path(output))
    }
}
