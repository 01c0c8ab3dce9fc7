//! Un solo archivo, con el informe que vería un estudiante.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::progress::Progress;
use super::run::scratch;
use crate::compile::{Bakery, prebuild};
use crate::step::Step;

/// Corrige un solo archivo y muestra el informe que vería un estudiante.
/// Devuelve el código con el que terminó el juez.
///
/// # Errores
/// Si el archivo no es de ningún paso o no compila, o si falla la máquina.
pub fn show(root: &Path, steps: Vec<Step>, source: &Path) -> Result<i32> {
    let source = source
        .canonicalize()
        .with_context(|| format!("no se puede leer {}", source.display()))?;
    let step = steps
        .into_iter()
        .find(|step| belongs(root, step, &source))
        .with_context(|| {
            format!(
                "{} no es de ningún paso: tiene que estar en solutions/PASO o exercises/PASO",
                source.display()
            )
        })?;
    let progress = Progress::start();
    progress.stage("Compilando el curso…");
    let course = prebuild(root, std::slice::from_ref(&step), &|name| {
        progress.detail(name);
    })?;
    drop(progress);
    let build = &course.steps[&step.name];
    let folder = scratch(&course)?;
    let baked = Bakery::new(&course, &step.name, build).bake(&source, folder.path())?;
    let program = match baked {
        Ok(program) => program,
        Err(complaint) => bail!("no compila:\n{}", complaint.0.trim_end()),
    };
    let judge = build.judge.as_ref().context("no está compilado el juez")?;
    let reference = build
        .reference
        .as_ref()
        .context("no está compilada la referencia")?;
    let status = Command::new(judge)
        .arg("--programa")
        .arg(program)
        .arg("--referencia")
        .arg(reference)
        .current_dir(root)
        .stdin(Stdio::null())
        .status()
        .context("no se pudo ejecutar el juez")?;
    Ok(status.code().unwrap_or(3))
}

fn belongs(root: &Path, step: &Step, source: &Path) -> bool {
    let solutions = root.join("solutions").join(&step.name);
    [&solutions, &step.folder]
        .into_iter()
        .filter_map(|folder| folder.canonicalize().ok())
        .any(|folder| source.starts_with(folder))
        && step.folder.join("src/lib.rs").is_file()
}
