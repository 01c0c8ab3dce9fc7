//! De los puntos que dio el juez a la nota de la tarea.
//!
//! 1. De cada paso, la parte conseguida: puntos ÷ puntos que vale. Lo no entregado, 0.
//! 2. La media de esas partes, con los pesos de la tarea.
//! 3. Esa parte, en la escala.
//! 4. Más lo que sumen los retos, sin pasar de la nota máxima.
//! 5. Menos lo que cueste el retraso.
//! 6. Redondeada, una sola vez.

use std::collections::BTreeMap;

use num_traits::Zero;

use super::exact::{Decimal, Exact, fraction, whole};
use super::{Assignment, Lateness, Unsubmitted, Weighted};
use crate::model::{Code, Entry, Grade, Notice};

/// La nota de una entrega y de dónde sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Por qué hay nota, o por qué no.
    pub status: MarkStatus,
    /// La nota; `None` si no la hay.
    pub value: Option<Decimal>,
    /// La que tendría sin el retraso.
    pub before_penalty: Option<Decimal>,
    /// Si llegó tarde, cuánto y qué le cuesta.
    pub late: Option<Lateness>,
    /// Qué consiguió en cada paso: los que cuentan y después los retos.
    pub steps: Vec<StepMark>,
}

/// En qué queda una entrega.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkStatus {
    /// Calificada.
    Graded,
    /// No entregó nada de lo pedido.
    NotSubmitted,
    /// Entregó tarde, y la tarea no lo acepta.
    TooLate,
    /// Algún paso no se pudo juzgar por un fallo nuestro, o falta porque lo que se
    /// entregó no se pudo leer.
    ByHand,
    /// Falta por calificar algún paso: solo en un informe parcial.
    Pending,
}

/// Lo conseguido en un paso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepMark {
    /// El paso.
    pub step: String,
    /// Su veredicto; `None` si está por calificar.
    pub code: Option<Code>,
    /// Los puntos conseguidos.
    pub points: u32,
    /// Los puntos que vale, si se sabe.
    pub max_points: u32,
    /// Si es un reto.
    pub extra: bool,
}

impl StepMark {
    /// La parte conseguida, entre 0 y 1.
    fn done(&self) -> Exact {
        if self.max_points == 0 {
            return Exact::zero();
        }
        fraction(self.points.min(self.max_points), self.max_points)
    }
}

impl Assignment {
    /// La nota de `entry`, con los resultados que hay de sus pasos.
    pub fn mark(&self, entry: &Entry, grades: &BTreeMap<String, Grade>) -> Mark {
        let step_mark = |weighted: &Weighted, extra| step_mark(entry, grades, weighted, extra);
        let required: Vec<StepMark> = self.steps.iter().map(|w| step_mark(w, false)).collect();
        let extra: Vec<StepMark> = self.extras.iter().map(|w| step_mark(w, true)).collect();
        let late = self.lateness(entry);
        let before = self.before_penalty(&required, &extra);
        let all: Vec<StepMark> = required.into_iter().chain(extra).collect();
        let status = status(entry, &all, late.as_ref());

        let lowest = || self.scale.rounded(&self.scale.min);
        let (value, before_penalty) = match status {
            MarkStatus::Graded => {
                let after = late.as_ref().map_or_else(
                    || before.clone(),
                    |late| late.apply(&before, &self.scale.min, &self.scale.max),
                );
                (
                    Some(self.scale.rounded(&after)),
                    Some(self.scale.rounded(&before)),
                )
            }
            MarkStatus::TooLate => (Some(lowest()), Some(self.scale.rounded(&before))),
            MarkStatus::NotSubmitted if self.unsubmitted == Unsubmitted::Lowest => {
                (Some(lowest()), None)
            }
            MarkStatus::NotSubmitted | MarkStatus::ByHand | MarkStatus::Pending => (None, None),
        };
        Mark {
            status,
            value,
            before_penalty,
            late,
            steps: all,
        }
    }

    fn lateness(&self, entry: &Entry) -> Option<Lateness> {
        self.late
            .lateness(self.due_for(entry)?, entry.submitted_at?)
    }

    /// La nota sin redondear ni restar el retraso, ya dentro de la escala.
    fn before_penalty(&self, required: &[StepMark], extra: &[StepMark]) -> Exact {
        let total: Exact = self.steps.iter().map(|w| &w.weight).sum();
        let obtained: Exact = weighed(&self.steps, required);
        let done = if total.is_zero() {
            whole(0)
        } else {
            obtained / total
        };
        let value = self.scale.value(&done) + weighed(&self.extras, extra);
        value.min(self.scale.max.clone())
    }
}

fn weighed(weights: &[Weighted], marks: &[StepMark]) -> Exact {
    weights
        .iter()
        .zip(marks)
        .map(|(weighted, mark)| &weighted.weight * mark.done())
        .sum()
}

fn step_mark(
    entry: &Entry,
    grades: &BTreeMap<String, Grade>,
    weighted: &Weighted,
    extra: bool,
) -> StepMark {
    let grade = grades.get(&weighted.step);
    let missing = || (!entry.sources.contains_key(&weighted.step)).then_some(Code::NotSubmitted);
    StepMark {
        step: weighted.step.clone(),
        code: grade.map(|grade| grade.code).or_else(missing),
        points: grade.map_or(0, Grade::earned),
        max_points: grade.map_or(0, |grade| grade.max_points),
        extra,
    }
}

fn status(entry: &Entry, steps: &[StepMark], late: Option<&Lateness>) -> MarkStatus {
    let any = |code| steps.iter().any(|step| step.code == code);
    let unreadable = {
        let excused = |notice: &Notice| notice.kind.excuses();
        let lacks = |step: &StepMark| !step.extra && step.code == Some(Code::NotSubmitted);
        entry.notices.iter().any(excused) && steps.iter().any(lacks)
    };
    if unreadable {
        MarkStatus::ByHand
    } else if steps
        .iter()
        .all(|step| step.code == Some(Code::NotSubmitted))
    {
        MarkStatus::NotSubmitted
    } else if late.is_some_and(|late| late.rejected) {
        MarkStatus::TooLate
    } else if any(Some(Code::Infra)) {
        MarkStatus::ByHand
    } else if any(None) {
        MarkStatus::Pending
    } else {
        MarkStatus::Graded
    }
}
