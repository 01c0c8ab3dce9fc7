//! Qué archivos pueden ser el de un paso, y cuánto se parecen a lo que se pidió.

use crate::model::{Notice, NoticeKind};

use super::limits;
use super::name::{shown, without_extension};
use super::shelf::Item;
use super::step::StepSpec;

/// Cuánto se parece una ruta a la pedida: de más a menos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `exercises/pasoN/src/lib.rs`.
    Whole,
    /// `pasoN/src/lib.rs`.
    InStep,
    /// `src/lib.rs`, o `pasoN/lib.rs`.
    InSource,
    /// `lib.rs`.
    Bare,
    /// `lib.rs`, en una carpeta que nombra el paso de otra manera: `Paso 3/lib.rs`.
    OtherFolder,
    /// Un archivo de otro nombre, que nombra el paso o está en su carpeta: `paso3.rs`.
    OtherName,
    /// Un archivo de otro nombre, que no dice de qué paso es: `lib (1).rs`.
    NoName,
}

/// Carpetas cuyos archivos no son nunca el que se pide.
const OTHER_FOLDERS: [&str; 14] = [
    ".cargo",
    ".git",
    "__macosx",
    "alternativas",
    "benches",
    "book",
    "crates",
    "equivocadas",
    "esqueleto",
    "examples",
    "node_modules",
    "solutions",
    "target",
    "tests",
];

/// Archivos de Rust que no son nunca el que se pide.
const OTHER_FILES: [&str; 2] = ["build.rs", "main.rs"];

/// La ruta que se pide para `step`.
pub fn wanted(step: &str) -> String {
    format!("exercises/{step}/src/lib.rs")
}

/// Si puede ser el archivo de algún paso, por su nombre.
pub fn is_possible(item: &Item) -> bool {
    let Some((name, folders)) = item.path.split_last() else {
        return false;
    };
    let is_rust = without_extension(name, &[".rs", ".rs.txt"]).is_some();
    let other =
        |names: &[&str], part: &str| names.iter().any(|name| part.eq_ignore_ascii_case(name));
    is_rust
        // Lo que empieza por «._» es lo que macOS añade a cada archivo, y no es texto.
        && !name.starts_with("._")
        && !other(&OTHER_FILES, name)
        && !folders.iter().any(|folder| other(&OTHER_FOLDERS, folder))
}

/// Para leer antes lo que más se parece a lo que se pide: si hay demasiados archivos, no se
/// leen todos, y quien entrega la carpeta entera no tiene la culpa de cómo se llaman.
pub fn unlikeness(item: &Item, steps: &[StepSpec]) -> (bool, bool, usize) {
    let usual = item.name().ends_with("lib.rs");
    (!usual, named(item, steps).is_none(), item.path.len())
}

/// De qué pasos de `assigned` puede ser `item`, cuyo texto es `text`.
pub fn steps_of<'a>(
    item: &Item,
    text: &str,
    steps: &'a [StepSpec],
    assigned: &[String],
) -> Vec<(&'a StepSpec, Form)> {
    let asked = |step: &&StepSpec| assigned.contains(&step.name);
    if let Some(step) = named(item, steps) {
        return Some(step)
            .filter(asked)
            .map(|step| (step, named_form(item, &step.name)))
            .into_iter()
            .collect();
    }
    if let [only] = assigned {
        let step = steps.iter().find(|step| step.name == *only);
        return step
            .map(|step| (step, bare_form(item)))
            .into_iter()
            .collect();
    }
    // Sin un nombre que lo diga, el paso es el de las funciones que tiene escritas.
    steps
        .iter()
        .filter(asked)
        .filter(|step| step.is_written_in(text))
        .map(|step| (step, Form::NoName))
        .collect()
}

/// El paso que nombra la ruta: manda lo que está más cerca del archivo.
fn named<'a>(item: &Item, steps: &'a [StepSpec]) -> Option<&'a StepSpec> {
    item.path.iter().rev().find_map(|part| {
        let mut named = steps.iter().filter(|step| step.is_named_in(part));
        named.next().filter(|_| named.next().is_none())
    })
}

/// Cómo es la ruta de un archivo que nombra el paso `step`.
fn named_form(item: &Item, step: &str) -> Form {
    let path: Vec<&str> = item.path.iter().map(String::as_str).collect();
    let flat = item.name();
    if path.ends_with(&["exercises", step, "src", "lib.rs"])
        || flat == format!("exercises_{step}_src_lib.rs")
    {
        Form::Whole
    } else if path.ends_with(&[step, "src", "lib.rs"]) || flat == format!("{step}_src_lib.rs") {
        Form::InStep
    } else if path.ends_with(&[step, "lib.rs"]) {
        Form::InSource
    } else if path.ends_with(&["lib.rs"]) {
        Form::OtherFolder
    } else {
        Form::OtherName
    }
}

/// Cómo es la ruta de un archivo que no nombra ninguno, cuando solo se pide uno.
fn bare_form(item: &Item) -> Form {
    let path: Vec<&str> = item.path.iter().map(String::as_str).collect();
    if path.ends_with(&["src", "lib.rs"]) || item.name() == "src_lib.rs" {
        Form::InSource
    } else if path.ends_with(&["lib.rs"]) {
        Form::Bare
    } else {
        Form::NoName
    }
}

/// Lo que hay que decir de los archivos que no se usan: primero, los que alguien pudo
/// poner para cambiar cómo se compila o cómo se juzga.
pub fn unused(paths: &[String]) -> Option<Notice> {
    if paths.is_empty() {
        return None;
    }
    let mut order: Vec<&String> = paths.iter().collect();
    order.sort_by_key(|path| (!is_notable(path), path.as_str()));
    let names: Vec<String> = order
        .iter()
        .take(limits::NOTICES_OF_A_KIND)
        .map(|path| format!("«{}»", shown(path)))
        .collect();
    let names = names.join(", ");
    let more = paths.len().saturating_sub(limits::NOTICES_OF_A_KIND);
    let text = match (paths.len(), more) {
        (1, _) => format!("no se usa {names}: no se pide"),
        (_, 0) => format!("no se usan {names}: no se piden"),
        (count, more) => {
            format!("no se usan {count} archivos que no se piden: {names} y {more} más")
        }
    };
    Some(Notice::new(NoticeKind::Ignored, text))
}

/// Si con él se puede cambiar cómo se compila o se juzga un proyecto de cargo.
fn is_notable(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(
        name,
        "build.rs" | "Cargo.toml" | "Cargo.lock" | "rust-toolchain" | "rust-toolchain.toml"
    ) || path.contains(".cargo/")
        || path.contains("tests/")
}
