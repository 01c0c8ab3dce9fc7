//! Clases de mentira, hechas con las respuestas de verdad del curso.

#![allow(dead_code, reason = "cada archivo de pruebas usa una parte")]

use std::fs;
use std::path::{Path, PathBuf};

use calificador::intake::StepSpec;

pub mod guion;
pub mod zip;

/// La raíz del curso.
pub fn course() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Los cinco pasos, con sus esqueletos de verdad.
pub fn steps() -> Vec<StepSpec> {
    (1..=5)
        .map(|number| {
            let name = format!("paso{number}");
            let stub = course().join(format!("exercises/{name}/esqueleto/lib.rs"));
            StepSpec::new(&name, &fs::read_to_string(stub).unwrap())
        })
        .collect()
}

/// La solución de un paso.
pub fn solution(step: &str) -> String {
    fs::read_to_string(course().join(format!("solutions/{step}/src/lib.rs"))).unwrap()
}

/// El esqueleto de un paso.
pub fn stub(step: &str) -> String {
    fs::read_to_string(course().join(format!("exercises/{step}/esqueleto/lib.rs"))).unwrap()
}

/// Las respuestas conocidas de un paso: `equivocadas` o `alternativas`.
pub fn answers(step: &str, folder: &str) -> Vec<String> {
    let folder = course().join(format!("solutions/{step}/{folder}"));
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// Una descarga de Moodle de `people` personas para `step`: buenas, equivocadas, que no
/// compilan, vacías, esqueletos sin tocar, repetidas, renombradas y en zip. Siempre la
/// misma.
pub fn moodle_class(step: &str, people: usize) -> Vec<zip::Entry> {
    let good = [vec![solution(step)], answers(step, "alternativas")].concat();
    let wrong = answers(step, "equivocadas");
    (0..people)
        .flat_map(|number| person(step, number, &good, &wrong))
        .collect()
}

/// La entrega de la persona `number`: la clase de respuesta da la vuelta cada diez.
fn person(step: &str, number: usize, good: &[String], wrong: &[String]) -> Vec<zip::Entry> {
    let id = 1000 + number;
    let folder = format!("{}_{id}_assignsubmission_file", full_name(number));
    let signed = |text: &str| format!("// Entrega {number}.\n{text}");
    let path = format!("{folder}/exercises/{step}/src/lib.rs");
    let file = |text: &str| vec![zip::Entry::new(&path, text.as_bytes())];
    let (good, wrong) = (&good[number % good.len()], &wrong[number % wrong.len()]);
    match number % 10 {
        0 | 1 => file(&signed(good)),
        2 | 3 => file(&signed(wrong)),
        4 => file(&signed(&good.replacen("-> ", "=> ", 1))),
        5 => file(""),
        6 => file(&stub(step)),
        // Copiada, sin firmar.
        7 => file(good),
        8 => vec![zip::Entry::new(
            &format!("{folder}/lib (1).rs"),
            signed(good).as_bytes(),
        )],
        _ => {
            let inner = zip::zip(&[
                zip::Entry::new(
                    &format!("entrega/{step}/src/lib.rs"),
                    signed(wrong).as_bytes(),
                ),
                zip::Entry::new("entrega/build.rs", b"fn main() {}"),
            ]);
            vec![zip::Entry::new(&format!("{folder}/entrega.zip"), &inner)]
        }
    }
}

/// Nombres que dan guerra, para que los informes la den aquí y no en el aula.
fn full_name(number: usize) -> String {
    let surname = [
        "Núñez Ñandú, \"Pepe\" =2+3",
        "O'Higgins",
        "=HYPERLINK(1)",
        "Güell i Pí",
    ];
    format!("{} {number}", surname[number % surname.len()])
}
