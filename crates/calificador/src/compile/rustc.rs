//! Una variante, en dos `rustc`: su `lib.rs` y el programa del paso.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{Complaint, Course, StepBuild};

/// Donde se compilan las variantes de un paso.
#[derive(Debug)]
pub struct Bakery<'a> {
    course: &'a Course,
    step: &'a str,
    build: &'a StepBuild,
}

impl<'a> Bakery<'a> {
    /// Para las variantes de `step`, que está en `course`.
    pub fn new(course: &'a Course, step: &'a str, build: &'a StepBuild) -> Self {
        Self {
            course,
            step,
            build,
        }
    }

    /// Compila `source` como biblioteca del paso y, contra ella, su programa. Lo
    /// deja todo en `folder` y devuelve el ejecutable, o la queja de `rustc`.
    ///
    /// # Errores
    /// Si `rustc` no se puede ejecutar.
    pub fn bake(&self, source: &Path, folder: &Path) -> Result<Result<PathBuf, Complaint>> {
        let library = folder.join(format!("lib{}.rlib", self.step));
        let program = folder.join(self.step);
        let mut as_library = self.rustc("lib", source, &library);
        self.link_dependencies(&mut as_library);
        if let Err(complaint) = finish(as_library)? {
            return Ok(Err(complaint));
        }
        let mut as_program = self.rustc("bin", &self.build.main, &program);
        self.link_dependencies(&mut as_program);
        as_program.arg("--extern").arg(pair(self.step, &library));
        Ok(finish(as_program)?.map(|()| program))
    }

    fn rustc(&self, kind: &str, source: &Path, output: &Path) -> Command {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
        // La ruta que saldrá en un `panic!` es la que conoce quien lo lee.
        let source = source.strip_prefix(&self.course.root).unwrap_or(source);
        let mut command = Command::new(rustc);
        command
            .current_dir(&self.course.root)
            .envs(self.build.environment.iter().cloned())
            .args(["--crate-name", self.step, "--crate-type", kind])
            .args(["--edition", &self.build.edition])
            .args(&self.build.codegen)
            // Los avisos no cambian lo que hace el programa.
            .args(["--cap-lints", "allow", "--error-format", "human"])
            .arg("-o")
            .arg(output)
            .arg(source);
        command
    }

    fn link_dependencies(&self, command: &mut Command) {
        for (name, rlib) in &self.build.externs {
            command.arg("--extern").arg(pair(name, rlib));
        }
        for folder in self.build.library_folders() {
            let mut search = OsString::from("dependency=");
            search.push(folder);
            command.arg("-L").arg(search);
        }
    }
}

fn pair(name: &str, path: &Path) -> OsString {
    let mut pair = OsString::from(format!("{name}="));
    pair.push(path);
    pair
}

fn finish(mut command: Command) -> Result<Result<(), Complaint>> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .context("no se pudo ejecutar rustc")?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Err(Complaint(said)))
}
