//! Lo que lee `classroom-resources/autograding-grading-reporter` de GitHub Classroom.
//!
//! Cada paso es un corredor (*runner*) y su resultado va, en base64, en la variable
//! `PASO_RESULTS`. Aquí van los puntos del juez, sin pesos ni retrasos: Classroom solo
//! sabe sumar.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::gradescope::{explained, unjudged};
use super::student::failures;
use super::{Class, StudentReport};
use crate::model::{Code, Grade};
use castellano::visible::one_line;

/// El resultado de un corredor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Results {
    version: u32,
    status: &'static str,
    max_score: u32,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Test {
    name: String,
    status: &'static str,
    message: Option<String>,
    /// Con otro valor, el informador escribe una línea que no es de la entrega.
    line_no: u32,
    #[serde(rename = "test_code")]
    code: String,
    score: u32,
}

impl Results {
    /// Los de cada paso de una persona, con el nombre de su corredor.
    pub fn of(class: &Class, report: &StudentReport) -> Vec<(String, Self)> {
        let steps = class.assignment.all_steps();
        steps
            .filter_map(|step| Some((step, report.grades.get(step)?)))
            .map(|(step, grade)| (runner(step), Self::of_step(class, step, grade)))
            .collect()
    }

    fn of_step(class: &Class, step: &str, grade: &Grade) -> Self {
        let title = class.course.full_title(step);
        let status = match grade.code {
            Code::Good => "pass",
            Code::Infra => "error",
            _ => "fail",
        };
        let tests = if grade.checks.is_empty() {
            vec![Test {
                name: format!("{title}: {}", grade.code),
                status,
                message: Some(unjudged(grade)),
                line_no: 0,
                code: String::new(),
                score: 0,
            }]
        } else {
            checks(&title, grade)
        };
        Self {
            version: 1,
            status,
            max_score: grade.max_points,
            tests,
        }
    }
}

fn checks(title: &str, grade: &Grade) -> Vec<Test> {
    let told: Vec<_> = failures(grade).collect();
    grade
        .checks
        .iter()
        .map(|check| Test {
            name: one_line(&format!("{title} · {}: {}", check.id, check.title)),
            status: if check.passed { "pass" } else { "fail" },
            message: told
                .iter()
                .find(|(failed, _)| failed.id == check.id)
                .map(|(_, other)| explained(check, *other)),
            line_no: 0,
            code: String::new(),
            score: check.points,
        })
        .collect()
}

/// El nombre de un corredor solo admite letras y cifras sin tilde.
fn runner(step: &str) -> String {
    step.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Las líneas que se añaden a `GITHUB_ENV`: cada resultado y, al final, los corredores.
///
/// # Errores
/// Ninguno que pueda darse: se escribe en la memoria.
pub fn environment(results: &[(String, Results)]) -> anyhow::Result<String> {
    let mut lines = String::new();
    for (runner, result) in results {
        let encoded = STANDARD.encode(serde_json::to_vec(result)?);
        lines += &format!("{}_RESULTS={encoded}\n", runner.to_uppercase());
    }
    let names: Vec<&str> = results.iter().map(|(runner, _)| runner.as_str()).collect();
    Ok(lines + &format!("RUNNERS={}\n", names.join(",")))
}

/// Los mismos resultados en JSON, para leerlos.
///
/// # Errores
/// Ninguno que pueda darse: se escribe en la memoria.
pub fn readable(results: &[(String, Results)]) -> anyhow::Result<Vec<u8>> {
    let map: std::collections::BTreeMap<&str, &Results> = results
        .iter()
        .map(|(runner, result)| (runner.as_str(), result))
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&map)?;
    bytes.push(b'\n');
    Ok(bytes)
}
