//! Un curso de dos pasos, para corregirlo de verdad sin esperar al de verdad: «eco»,
//! que escribe el estudiante, y «fin», que no tiene nada suyo y usa el primero.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::server::{Server, free_port};
use super::{Finished, copy};

/// Lo que escribe el estudiante en este curso.
pub const LIB: &str = "exercises/eco/src/lib.rs";
/// Su esqueleto.
pub const STUB: &str = "exercises/eco/esqueleto/lib.rs";
/// Una respuesta que supera las dos comprobaciones.
pub const RIGHT: &str = "pub fn double(n: u32) -> u32 { n + n }\n";
/// Una que solo supera la de cero.
pub const SQUARE: &str = "pub fn double(n: u32) -> u32 { n * n }\n";

/// Una copia propia del curso.
pub struct Exercises(TempDir);

impl Exercises {
    pub fn new() -> Self {
        let course = Self(tempfile::tempdir().unwrap());
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/minicurso");
        copy(&original, course.root());
        course.add_finale();
        course
    }

    /// El mismo curso, con un libro que se puede servir: su portada y un capítulo por
    /// paso, con el tema de verdad.
    pub fn with_book() -> Self {
        let course = Self::new();
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        copy(&real.join("book/tema"), &course.path("book/tema"));
        for file in ["book.toml", "book/404.md"] {
            fs::copy(real.join(file), course.path(file)).unwrap();
        }
        course.write(
            "book/muestra.md",
            "# Muestra\n\n<section class=\"progreso-curso\"></section>\n",
        );
        course.write(
            "book/eco.md",
            "# Eco\n\n## Errores {#errores}\n\n## Ejercicio {#ejercicio}\n\n\
             {{#ejercicio eco}}\n\n{{#pistas eco}}\n",
        );
        course.write(
            "book/fin.md",
            "# El final\n\n## Ejercicio {#ejercicio}\n\n{{#ejercicio fin}}\n",
        );
        course.write(
            "book/SUMMARY.md",
            "[Muestra](muestra.md)\n\n- [Eco](eco.md)\n- [El final](fin.md)\n",
        );
        course
    }

    pub fn serve(&self) -> Server {
        Server::launch(self.command(&[]), free_port())
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Cambia un texto por otro en un archivo del curso; tiene que estar.
    pub fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{text}");
        self.write(name, text.replace(from, to));
    }

    /// La orden `taller`, lista para lanzarla desde la raíz del curso.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taller"));
        command
            .args(args)
            .current_dir(self.root())
            .stdin(Stdio::null())
            .env("TERM", "xterm")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, args: &[&str]) -> Finished {
        Finished::from(self.command(args).output().unwrap())
    }

    /// Un paso como el programa final: sin `lib.rs`, hecho con el de otro.
    fn add_finale(&self) {
        let manifest = self.read("exercises/eco/Cargo.toml");
        let manifest = manifest.replace("eco", "fin").replace("Eco", "El final");
        self.write(
            "exercises/fin/Cargo.toml",
            manifest.replace("order = 1", "order = 2")
                + "\n[dependencies]\neco = { path = \"../eco\" }\n",
        );
        let main = self.read("exercises/eco/src/main.rs");
        self.write("exercises/fin/src/main.rs", main);
        let judge = self.read("exercises/eco/tests/juez.rs");
        let judge = judge.replace(r#""step":"eco""#, r#""step":"fin""#);
        self.write("exercises/fin/tests/juez.rs", judge);
        let programs = self.read("solutions/programas/Cargo.toml");
        self.write(
            "solutions/programas/Cargo.toml",
            programs
                + "\n[[bin]]\nname = \"referencia_fin\"\npath = \"../../exercises/fin/src/main.rs\"\n",
        );
    }
}

impl Finished {
    /// Exige un código de salida y devuelve lo escrito en la salida estándar.
    #[track_caller]
    pub fn expect(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        &self.stdout
    }
}
