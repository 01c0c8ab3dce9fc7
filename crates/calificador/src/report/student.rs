//! Lo que hay que decir de una persona.

use std::collections::BTreeMap;

use crate::assignment::{
    Assignment, LatePolicy, Mark, MarkStatus, Per, Share, plain, spanish_duration,
};
use crate::model::{Check, Entry, Explanation, Grade};

/// Una entrega, sus resultados y su nota.
#[derive(Debug, Clone, PartialEq)]
pub struct StudentReport<'a> {
    /// La entrega.
    pub entry: &'a Entry,
    /// El resultado de cada paso que se calificó.
    pub grades: BTreeMap<String, Grade>,
    /// La nota.
    pub mark: Mark,
    /// Cómo se llaman sus archivos, sin extensión.
    pub stem: String,
}

impl StudentReport<'_> {
    /// La nota, o por qué no la hay: «7,50 de 10».
    pub fn headline(&self, assignment: &Assignment) -> String {
        match (self.mark.status, self.mark.value) {
            (MarkStatus::NotSubmitted, Some(value)) => {
                format!("{} (no entregado)", assignment.point.write(value))
            }
            (MarkStatus::TooLate, Some(value)) => {
                format!(
                    "{} (entregado fuera de plazo)",
                    assignment.point.write(value)
                )
            }
            (_, Some(value)) => format!(
                "{} (escala {})",
                assignment.point.write(value),
                assignment.scale.range()
            ),
            (status, None) => status_text(status).to_owned(),
        }
    }

    /// Qué pasó con el plazo, si llegó tarde.
    pub fn late_line(&self, assignment: &Assignment) -> Option<String> {
        let late = self.mark.late.as_ref()?;
        let by = spanish_duration(late.by);
        Some(match self.mark.before_penalty {
            _ if late.rejected => {
                format!("Llegó {by} tarde, y la tarea no lo admite.")
            }
            Some(before) if self.mark.value != Some(before) => format!(
                "Llegó {by} tarde: se descuenta un {} %{}{}. Sin el retraso serían {}.",
                plain(&late.percent),
                match late.of {
                    Share::Obtained => "",
                    Share::Maximum => " de la nota máxima",
                },
                how_it_adds_up(&assignment.late),
                assignment.point.write(before)
            ),
            _ => format!("Llegó {by} tarde. No se descuenta nada."),
        })
    }
}

/// Cómo se llega a ese descuento, si no es uno fijo.
fn how_it_adds_up(policy: &LatePolicy) -> String {
    let LatePolicy::Penalty {
        per, percent, cap, ..
    } = policy
    else {
        return String::new();
    };
    let each = match per {
        Per::Hour => "cada hora empezada",
        Per::Day => "cada 24 horas empezadas",
        Per::Once => return String::new(),
    };
    format!(
        " (un {} % por {each}, y como mucho un {} %)",
        plain(percent),
        plain(cap)
    )
}

/// En qué queda una entrega, para una casilla.
pub fn status_text(status: MarkStatus) -> &'static str {
    match status {
        MarkStatus::Graded => "calificado",
        MarkStatus::NotSubmitted => "no entregado",
        MarkStatus::TooLate => "fuera de plazo",
        MarkStatus::ByHand => "revisar a mano",
        MarkStatus::Pending => "por calificar",
    }
}

/// Un fallo, y las demás comprobaciones que fallan por lo mismo.
pub struct Failure<'a> {
    /// La primera que lo vio: es la que lo cuenta.
    pub check: &'a Check,
    /// Las que no añaden nada.
    pub also: Vec<&'a Check>,
}

/// Las comprobaciones que no se superan, juntas las que fallan por lo mismo.
pub fn grouped_failures(grade: &Grade) -> Vec<Failure<'_>> {
    let mut groups: Vec<Failure> = Vec::new();
    for (check, told) in failures(grade) {
        let known = told.and_then(|first| {
            groups
                .iter_mut()
                .find(|group| std::ptr::eq(group.check, first))
        });
        match known {
            Some(group) => group.also.push(check),
            None => groups.push(Failure {
                check,
                also: Vec::new(),
            }),
        }
    }
    groups
}

/// Las comprobaciones que no se superan, una a una, con la que ya contó lo mismo si la hay.
pub fn failures(grade: &Grade) -> impl Iterator<Item = (&Check, Option<&Check>)> {
    grade
        .checks
        .iter()
        .enumerate()
        .filter(|(_, check)| !check.passed)
        .map(|(at, check)| {
            let told = grade.checks[..at]
                .iter()
                .find(|other| same_story(other, check));
            (check, told)
        })
}

/// Si las dos fallan por lo mismo. Sin nada contado no se puede decir.
fn same_story(a: &Check, b: &Check) -> bool {
    let happened = |check: &Check| -> Option<Explanation> {
        let story = check.explanation.clone()?;
        (!check.passed && !story.happened.is_empty()).then_some(story)
    };
    match (happened(a), happened(b)) {
        (Some(a), Some(b)) => a.happened == b.happened && a.cause == b.cause,
        _ => false,
    }
}
