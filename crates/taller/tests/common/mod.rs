//! Lo que comparten las pruebas: un curso de mentira con el tema de verdad, y la
//! orden `taller` ejecutada como la ejecuta una persona.

#![allow(
    dead_code,
    unused_imports,
    reason = "cada archivo de pruebas usa solo una parte"
)]

pub mod axe;
mod block;
pub mod browser;
pub mod class;
pub mod desk;
pub mod exercises;
pub mod lab;
pub mod panel;
pub mod reports;
pub mod runs;
pub mod server;
pub mod share;
pub mod spanish;
pub mod stepper;
pub mod terminal;
pub mod visit;
pub mod whole;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub use block::Block;
use tempfile::TempDir;

/// Un curso: uno pequeño en una carpeta propia, o el de verdad.
pub enum Course {
    Small(TempDir),
    Real(PathBuf),
}

impl Course {
    /// Los capítulos de `tests/curso` con la configuración y el tema del curso real.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let real = package.join("../..");
        copy(&package.join("tests/curso"), folder.path());
        copy(&real.join("book/tema"), &folder.path().join("book/tema"));
        for file in ["book.toml", "book/404.md"] {
            fs::copy(real.join(file), folder.path().join(file)).unwrap();
        }
        Self::Small(folder)
    }

    /// El curso de este repositorio. No se escribe en él.
    pub fn real() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Self::Real(root.canonicalize().unwrap())
    }

    /// Las páginas de sus capítulos.
    pub fn chapters(&self) -> Vec<String> {
        let summary = self.read("book/SUMMARY.md");
        let links = summary.split("](").skip(1);
        links
            .filter_map(|rest| rest.split_once(".md)"))
            .map(|(name, _)| format!("{name}.html"))
            .collect()
    }

    pub fn root(&self) -> &Path {
        match self {
            Self::Small(folder) => folder.path(),
            Self::Real(root) => root,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn append(&self, name: &str, text: &str) {
        self.write(name, &(self.read(name) + text));
    }

    /// La orden `taller`, lista para lanzarla desde la raíz del curso.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taller"));
        command
            .current_dir(self.root())
            .stdin(Stdio::null())
            // Una variable suelta no puede cambiar el libro.
            .env("MDBOOK_BOOK__TITLE", "Título del entorno");
        command
    }

    pub fn run(&self, args: &[&str]) -> Finished {
        Finished::from(self.command().args(args).output().unwrap())
    }
}

/// Cómo terminó una orden.
#[derive(Debug)]
pub struct Finished {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Dónde está un programa, si está.
pub fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// Todos los ficheros de `folder`, a cualquier profundidad.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// El único fichero de `folder` que empieza por `start` y acaba en `end`.
pub fn only(folder: &Path, start: &str, end: &str) -> PathBuf {
    let found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(start) && name.ends_with(end))
        .collect();
    assert_eq!(found.len(), 1, "{start}*{end}: {found:?}");
    folder.join(&found[0])
}
