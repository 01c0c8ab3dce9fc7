//! El curso de verdad, entero, en una copia: para hacerlo de principio a fin.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::server::{Server, free_port};
use super::{Course, files};

/// Una copia del curso, con los ejercicios como vinieron. Se reutiliza entre ejecuciones
/// para no volver a compilarlo todo: por eso hay una sola, y la usa una sola prueba.
pub struct WholeCourse(PathBuf);

impl WholeCourse {
    pub fn copied() -> Self {
        let original = Course::real();
        let course = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("curso-entero"));
        let _ = fs::remove_dir_all(course.path("repo"));
        for name in [
            "Cargo.toml",
            "Cargo.lock",
            "book.toml",
            "rust-toolchain.toml",
        ] {
            course.copy(original.root(), &original.path(name));
        }
        for folder in ["book", "crates", "exercises", "solutions"] {
            for file in files(&original.path(folder)) {
                course.copy(original.root(), &file);
            }
        }
        for step in course.steps() {
            let stub = course.read(&format!("exercises/{step}/esqueleto/lib.rs"));
            fs::write(
                course.path(&format!("repo/exercises/{step}/src/lib.rs")),
                stub,
            )
            .unwrap();
            let _ = fs::remove_dir_all(course.path(&format!("repo/exercises/{step}/copias")));
        }
        course.compile();
        course
    }

    /// Lo compila todo, que la primera vez tarda: después, lo que se mide es corregir.
    fn compile(&self) {
        let mut grade_all = self.command(&["probar", "todo", "--formato", "json"]);
        let output = grade_all.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let _ = fs::remove_dir_all(self.path("repo/.taller"));
    }

    /// Con su fecha, para que `cargo` sepa que no ha cambiado.
    fn copy(&self, from: &Path, file: &Path) {
        let target = self.path("repo").join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, &target).unwrap();
        let modified = fs::metadata(file).unwrap().modified().unwrap();
        let copy = File::options().write(true).open(&target).unwrap();
        copy.set_modified(modified).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path("repo").join(name)).unwrap()
    }

    /// Los pasos en los que se escribe algo, en orden.
    pub fn steps(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("repo/exercises")).unwrap();
        let mut steps: Vec<String> = entries
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().join("esqueleto/lib.rs").is_file())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        steps.sort();
        steps
    }

    /// La orden `taller`, desde la raíz de la copia.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taller"));
        command
            .args(args)
            .current_dir(self.path("repo"))
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env_remove("NO_COLOR");
        command
    }

    pub fn serve(&self) -> Server {
        Server::launch(self.command(&[]), free_port())
    }
}
