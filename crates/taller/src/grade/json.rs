//! Las correcciones, para programas: un array con un objeto por paso.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::{Grade, Outcome};

/// Un paso sin veredicto. Los que lo tienen llevan el objeto de su juez.
#[derive(Serialize)]
struct Missing<'a> {
    step: &'a str,
    title: &'a str,
    /// `no_compila` o `sin_corregir`.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Error<'a> {
    file: Option<&'a Path>,
    line: Option<u32>,
    text: &'a str,
}

/// Los objetos de los jueces, tal como los dieron; los pasos sin veredicto llevan
/// en su lugar un `status`.
///
/// # Errores
/// Si una ruta no se puede escribir en JSON.
pub fn render(grades: &[Grade]) -> Result<String> {
    let objects: Result<Vec<String>> = grades.iter().map(object).collect();
    Ok(format!("[\n{}\n]\n", objects?.join(",\n")))
}

fn object(grade: &Grade) -> Result<String> {
    let missing = Missing {
        step: &grade.step.name,
        title: &grade.step.title,
        status: "sin_corregir",
        points: None,
        errors: Vec::new(),
        reason: None,
    };
    let missing = match &grade.outcome {
        Outcome::Judged(_, json) => return Ok(json.clone()),
        Outcome::Unjudged(why) => Missing {
            reason: Some(why),
            ..missing
        },
        Outcome::DoesNotCompile(errors) => Missing {
            status: "no_compila",
            points: Some(0),
            errors: errors
                .iter()
                .map(|error| Error {
                    file: error.place.as_ref().map(|(file, _)| file.as_path()),
                    line: error.place.as_ref().map(|(_, line)| *line),
                    text: &error.text,
                })
                .collect(),
            ..missing
        },
    };
    serde_json::to_string(&missing).context("no se puede escribir el resultado en JSON")
}
