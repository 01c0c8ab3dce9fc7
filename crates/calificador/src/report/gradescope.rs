//! `results.json` de Gradescope, uno por persona.
//!
//! Formato: <https://gradescope-autograders.readthedocs.io/en/latest/specs/>.

use serde::Serialize;

use super::student::failures;
use super::{Class, StudentReport, notes};
use crate::model::{Check, Code, Explanation, Grade};
use castellano::visible::{one_line, visible};

/// El archivo entero.
#[derive(Serialize)]
struct Results {
    /// Manda sobre la suma de las pruebas. Sin nota no está, y Gradescope avisa de que
    /// la corrección no terminó, que es la verdad.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    output: String,
    output_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    tests: Vec<Test>,
    extra_data: Extra,
}

#[derive(Serialize)]
struct Test {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    max_score: f64,
    status: &'static str,
    name: String,
    name_format: &'static str,
    number: String,
    output: String,
    output_format: &'static str,
    visibility: &'static str,
}

#[derive(Serialize)]
struct Extra {
    id: String,
    boxed: bool,
    partial: bool,
    exhaustive: bool,
}

/// El archivo de una persona.
///
/// # Errores
/// Ninguno que pueda darse: se escribe en la memoria.
pub fn gradescope(class: &Class, report: &StudentReport) -> anyhow::Result<Vec<u8>> {
    let steps = class.assignment.all_steps().zip(1_usize..);
    let tests = steps
        .filter_map(|(step, number)| Some((step, number, report.grades.get(step)?)))
        .flat_map(|(step, number, grade)| tests(class, step, number, grade));
    // Sin nota, ninguna prueba lleva puntos: Gradescope los sumaría.
    let has_mark = report.mark.value.is_some();
    let tests = tests
        .map(|test| Test {
            score: test.score.filter(|_| has_mark),
            ..test
        })
        .collect();
    let results = Results {
        score: report.mark.value.map(crate::assignment::Decimal::to_f64),
        output: notes(class, report),
        output_format: "text",
        visibility: "visible",
        stdout_visibility: "hidden",
        tests,
        extra_data: Extra {
            id: report.entry.id.clone(),
            boxed: class.manifest.boxed,
            partial: class.partial,
            exhaustive: report.grades.values().all(|grade| grade.exhaustive),
        },
    };
    let mut bytes = serde_json::to_vec_pretty(&results)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn tests(class: &Class, step: &str, number: usize, grade: &Grade) -> Vec<Test> {
    let title = class.course.full_title(step);
    if grade.checks.is_empty() {
        return vec![Test {
            score: Some(0.0),
            max_score: grade.max_points.into(),
            status: if grade.code == Code::Good {
                "passed"
            } else {
                "failed"
            },
            name: format!("{title}: {}", grade.code),
            name_format: "text",
            number: number.to_string(),
            output: unjudged(grade),
            output_format: "text",
            visibility: "visible",
        }];
    }
    let told: Vec<_> = failures(grade).collect();
    grade
        .checks
        .iter()
        .zip(1_usize..)
        .map(|(check, at)| Test {
            score: Some(check.points.into()),
            max_score: check.weight.into(),
            status: if check.passed { "passed" } else { "failed" },
            name: one_line(&format!("{title} · {}: {}", check.id, check.title)),
            name_format: "text",
            number: format!("{number}.{at}"),
            output: told
                .iter()
                .find(|(failed, _)| failed.id == check.id)
                .map_or(String::new(), |(_, other)| explained(check, *other)),
            output_format: "text",
            visibility: "visible",
        })
        .collect()
}

/// Por qué no se llegó a juzgar.
pub fn unjudged(grade: &Grade) -> String {
    let mut parts: Vec<String> = grade
        .reason
        .iter()
        .map(|text| visible(text).into_owned())
        .collect();
    for problem in &grade.compile_problems {
        parts.extend(
            problem
                .explanation
                .iter()
                .map(|text| visible(text).into_owned()),
        );
        parts.push(visible(&problem.text).into_owned());
    }
    parts.join("\n\n")
}

/// Un fallo entero, con su dibujo, en texto.
pub fn explained(check: &Check, same_as: Option<&Check>) -> String {
    if let Some(other) = same_as {
        return format!("Lo mismo que en «{}».", other.id);
    }
    let Some(story) = &check.explanation else {
        return String::new();
    };
    let Explanation {
        expected,
        happened,
        cause,
        next,
        picture,
        replay,
        ..
    } = story;
    let labelled = [
        ("Qué se esperaba", expected.as_str()),
        ("Qué ocurrió", happened),
        ("Causa probable", cause),
        ("Siguiente paso", next),
        ("El orden que falla", picture.as_deref().unwrap_or_default()),
        ("Para repetirlo", replay.as_deref().unwrap_or_default()),
    ];
    let parts: Vec<String> = labelled
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| format!("{label}\n{}", visible(text.trim_matches('\n'))))
        .collect();
    parts.join("\n\n")
}
