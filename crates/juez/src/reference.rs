//! Dónde está el programa de la referencia; si no está al día, se compila.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::failure::Failure;
use crate::step::Step;

/// El ejecutable de la referencia de `step`, al día con sus fuentes.
pub fn locate(step: &Step) -> Result<PathBuf, Failure> {
    let outputs = Path::new(step.program).parent().unwrap_or(Path::new("."));
    let program = outputs.join(step.reference);
    if !is_fresh(&program) {
        build(step, outputs)?;
    }
    if program.is_file() {
        Ok(program)
    } else {
        Err(Failure::tool(format!(
            "No aparece el programa de referencia: {}.",
            program.display()
        )))
    }
}

/// Si el ejecutable es posterior a todos los archivos de los que salió, según la
/// lista que deja cargo junto a él (`referencia1.d`).
fn is_fresh(program: &Path) -> bool {
    let Some(built) = modified(program) else {
        return false;
    };
    let Ok(list) = fs::read_to_string(program.with_extension("d")) else {
        return false;
    };
    let Some((_, sources)) = list.split_once(": ") else {
        return false;
    };
    split_paths(sources).all(|source| modified(Path::new(&source)).is_some_and(|at| at <= built))
}

/// Los nombres van separados por espacios, y los espacios de los nombres llevan
/// delante una barra invertida.
fn split_paths(list: &str) -> impl Iterator<Item = String> {
    let marked = list.trim().replace("\\ ", "\0");
    let names: Vec<String> = marked
        .split_whitespace()
        .map(|name| name.replace('\0', " "))
        .collect();
    names.into_iter()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// `cargo build -p programas --bin REFERENCIA`, en la misma carpeta de salida.
fn build(step: &Step, outputs: &Path) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(step.root())
        .args([
            "build",
            "--quiet",
            "-p",
            "programas",
            "--bin",
            step.reference,
        ])
        .stdin(Stdio::null());
    if let Some(target) = outputs.parent() {
        command.arg("--target-dir").arg(target);
    }
    if outputs
        .file_name()
        .is_some_and(|profile| profile == "release")
    {
        command.arg("--release");
    }
    let output = command
        .output()
        .map_err(|error| Failure::tool(format!("No se pudo ejecutar cargo: {error}.")))?;
    if output.status.success() {
        Ok(())
    } else {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Failure::tool(format!(
            "La referencia no compila:\n{message}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_spaces_survive_the_dependency_list() {
        let paths: Vec<String> = split_paths("/mi\\ curso/a.rs /otro/b.rs\n").collect();

        assert_eq!(paths, ["/mi curso/a.rs", "/otro/b.rs"]);
    }

    #[test]
    fn a_program_without_its_list_is_never_taken_as_fresh() {
        assert!(!is_fresh(Path::new("/proc/self/exe")));
    }
}
