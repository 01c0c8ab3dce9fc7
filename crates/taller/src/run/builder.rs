//! De un programa escrito a uno que se puede ejecutar.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::allowance::COMPILER;
use super::frames::{Ending, Frame, Outcome};
use super::guarded::Guardhouse;
use super::job::{Job, Language};
use super::store::Store;
use super::task::Task;
use crate::compile::Toolchain;
use crate::fingerprint;

/// La edición de Rust de todo el curso.
const EDITION: &str = "2024";

/// Cifras de la huella que dan nombre a un programa: se lee en la orden que repite un plan,
/// y a dos programas distintos no les toca la misma.
const KEY: usize = 20;

/// Cambia si cambia la manera de compilar: lo guardado antes deja de servir.
const RECIPE: &str = "3";

/// Quien compila.
#[derive(Debug, Clone)]
pub enum Compiler {
    Rust(Toolchain),
    C,
}

/// Lo que salió de compilar.
#[derive(Debug)]
pub struct Compiled {
    /// El programa, si lo hay.
    pub program: Option<PathBuf>,
    /// Lo que dijo el compilador: avisos o errores.
    pub said: String,
    /// Cómo acabó el compilador.
    pub outcome: Outcome,
}

impl Compiler {
    /// La huella de `job`: igual, y el programa sería el mismo.
    pub fn key(&self, job: &Job) -> String {
        let mut recipe = format!("{RECIPE}\n{}\n", job.language.file_name());
        if let Self::Rust(toolchain) = self {
            recipe.push_str(&toolchain.version);
            recipe.push_str(&toolchain.standard.to_string_lossy());
            for (name, rlib) in &toolchain.externs {
                // Escribir en un String no falla.
                let _ = writeln!(recipe, "{name} {} {:?}", rlib.display(), stamp(rlib));
            }
        }
        recipe.push_str(&job.code);
        let mut key = fingerprint::hex(recipe.as_bytes());
        key.truncate(KEY);
        key
    }

    /// Compila `job` y lo guarda en `store` con la huella `key`.
    ///
    /// # Errores
    /// Si no se puede compilar por algo que no es el programa.
    pub async fn compile(
        &self,
        job: &Job,
        key: &str,
        store: &Store,
        guards: &Guardhouse,
    ) -> Result<Compiled> {
        let bench = store.bench()?;
        let source = bench.path().join(job.language.file_name());
        fs::write(&source, &job.code).context("no se puede escribir el programa")?;
        let (said, ending) = self.work(job.language, bench.path(), guards).await?;
        let program = bench.path().join("programa");
        let built = ending.outcome == Outcome::Exited { code: 0 };
        Ok(Compiled {
            program: built.then(|| store.keep(key, &program)).transpose()?,
            said,
            outcome: ending.outcome,
        })
    }

    async fn work(
        &self,
        language: Language,
        bench: &Path,
        guards: &Guardhouse,
    ) -> Result<(String, Ending)> {
        let mut command = match self {
            Self::Rust(toolchain) => rustc(toolchain),
            Self::C => cc(),
        };
        command.push(language.file_name().into());
        let task = Task {
            allowance: COMPILER,
            folder: Some(bench.to_owned()),
            environment: environment(),
            command,
        };
        let mut guarded = guards.start(&task).await?;
        let mut said = Vec::new();
        loop {
            match guarded.next().await? {
                Frame::Stdout(bytes) | Frame::Stderr(bytes) => said.extend(bytes),
                Frame::End(ending) => {
                    return Ok((String::from_utf8_lossy(&said).into_owned(), ending));
                }
            }
        }
    }
}

fn rustc(toolchain: &Toolchain) -> Vec<OsString> {
    let mut command: Vec<OsString> = vec![toolchain.rustc.clone().into()];
    let words = [
        "--edition",
        EDITION,
        "--crate-name",
        "programa",
        "-o",
        "programa",
    ];
    command.extend(words.map(OsString::from));
    // Lo más rápido: no copiar dentro la biblioteca estándar ni repartir un programa pequeño.
    command.extend(["-C", "prefer-dynamic", "-C", "codegen-units=1"].map(OsString::from));
    // Sin huella ni ajustes finos, enlazar tarda menos; el programa hace lo mismo.
    command.extend(["-C", "link-arg=-Wl,-O0,--build-id=none"].map(OsString::from));
    command.push("-C".into());
    command.push(joined("link-arg=-Wl,-rpath,", &toolchain.standard));
    for (name, rlib) in &toolchain.externs {
        command.push("--extern".into());
        command.push(joined(&format!("{name}="), rlib));
    }
    for folder in toolchain.library_folders() {
        command.push("-L".into());
        command.push(joined("dependency=", &folder));
    }
    command
}

/// El compilador de C y cómo se le llama, sin decir el archivo.
pub(super) fn cc() -> Vec<OsString> {
    let words = [
        "cc",
        "-std=c11",
        "-Wall",
        "-Wextra",
        "-pthread",
        "-fdiagnostics-color=never",
        "-o",
        "programa",
    ];
    words.map(OsString::from).to_vec()
}

fn joined(start: &str, path: &Path) -> OsString {
    let mut text = OsString::from(start);
    text.push(path);
    text
}

/// Lo justo para que el compilador encuentre al enlazador y hable en su idioma.
fn environment() -> Vec<(OsString, OsString)> {
    let kept = ["PATH", "LD_LIBRARY_PATH"]
        .into_iter()
        .filter_map(|name| Some((name.into(), std::env::var_os(name)?)));
    kept.chain([("LC_ALL".into(), "C.UTF-8".into())]).collect()
}

/// Lo que distingue una versión de una biblioteca de otra.
fn stamp(rlib: &Path) -> Option<(u64, SystemTime)> {
    let data = fs::metadata(rlib).ok()?;
    Some((data.len(), data.modified().ok()?))
}

/// El entorno de un programa del lector: limpio, igual en todas las máquinas.
pub fn program_environment() -> Vec<(OsString, OsString)> {
    let path = std::env::var_os("PATH").unwrap_or_else(|| OsStr::new("/usr/bin:/bin").to_owned());
    vec![
        ("PATH".into(), path),
        ("LANG".into(), "C.UTF-8".into()),
        ("RUST_BACKTRACE".into(), "0".into()),
    ]
}
