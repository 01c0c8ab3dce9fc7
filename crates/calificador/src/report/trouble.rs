//! Por dónde empezar con quien no aprueba: qué le falla y qué decirle.

use super::StudentReport;
use super::student::grouped_failures;
use crate::assignment::StepMark;
use crate::model::Code;

/// Comprobaciones que se nombran de cada paso.
const MAX_NAMED: usize = 3;

/// Lo que no le sale a una persona en un paso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// El paso.
    pub step: String,
    /// Qué ocurre.
    pub code: Code,
    /// Las comprobaciones que fallan por motivos distintos, las primeras.
    pub checks: Vec<String>,
    /// Cuántas más hay.
    pub more: usize,
    /// Lo primero que puede hacer, dicho por el juez o por el compilador.
    pub advice: Option<String>,
}

/// Lo que no le sale a quien entrega `report`.
pub fn of(report: &StudentReport) -> Vec<Trouble> {
    let required = report.mark.steps.iter().filter(|mark| !mark.extra);
    required.filter_map(|mark| of_step(report, mark)).collect()
}

fn of_step(report: &StudentReport, mark: &StepMark) -> Option<Trouble> {
    let code = mark.code.filter(|code| *code != Code::Good)?;
    let grade = report.grades.get(&mark.step);
    let failures = grade.map(grouped_failures).unwrap_or_default();
    let problems = grade.map_or(&[][..], |grade| &grade.compile_problems);
    let advice = match failures.first() {
        Some(failure) => failure.check.explanation.as_ref().map(|story| &story.next),
        None => problems
            .iter()
            .find_map(|problem| problem.explanation.as_ref()),
    };
    let names = failures.iter().map(|failure| failure.check.id.clone());
    Some(Trouble {
        step: mark.step.clone(),
        code,
        checks: names.take(MAX_NAMED).collect(),
        more: failures.len().saturating_sub(MAX_NAMED),
        advice: advice.filter(|text| !text.trim().is_empty()).cloned(),
    })
}

impl Trouble {
    /// Qué ocurre, como se dice de alguien.
    pub fn what(&self) -> &'static str {
        match self.code {
            Code::Good | Code::Wrong => "falla",
            Code::DoesNotCompile => "no compila",
            Code::OutOfTime => "no acaba",
            Code::OutOfMemory => "pide demasiada memoria",
            Code::TooManyProcesses => "crea demasiados procesos",
            Code::Killed => "una señal lo mata",
            Code::Forbidden => "hace algo prohibido",
            Code::NotSubmitted => "no entregado",
            Code::Infra => "sin juzgar",
        }
    }

    /// Cómo se une lo que ocurre con las comprobaciones en las que ocurre: se falla una
    /// comprobación, pero se muere *en* ella.
    pub fn link_to_checks(&self) -> &'static str {
        match self.code {
            Code::Good | Code::Wrong => "",
            _ => " en",
        }
    }
}
