//! `notas.json`: todo, para otros programas. Las claves no cambian sin cambiar `version`.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Class, StudentReport};
use crate::assignment::{Decimal, MarkStatus};

/// La versión del formato.
const VERSION: u32 = 1;

/// El JSON de la clase.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn json(class: &Class) -> Result<Vec<u8>> {
    let assignment = class.assignment;
    let scale = &assignment.scale;
    let rounded = |value| number(scale.rounded(value));
    let step = |extra: bool| {
        move |weighted: &crate::assignment::Weighted| {
            json!({
                "step": weighted.step,
                "title": class.course.title(&weighted.step),
                "weight": crate::assignment::plain(&weighted.weight).replace(',', "."),
                "extra": extra,
            })
        }
    };
    let steps: Vec<Value> = assignment
        .steps
        .iter()
        .map(step(false))
        .chain(assignment.extras.iter().map(step(true)))
        .collect();
    let students = class
        .reports()
        .map(|report| student(class, &report?))
        .collect::<Result<Vec<Value>>>()?;
    let document = json!({
        "format": "taller-notas",
        "version": VERSION,
        "assignment": {
            "title": assignment.title,
            "due": assignment.due,
            "scale": {
                "min": rounded(&scale.min),
                "max": rounded(&scale.max),
                "pass": number(Decimal::rounded(&scale.pass, scale.places)),
                "decimals": scale.places,
            },
            "steps": steps,
        },
        "boxed": class.manifest.boxed,
        "partial": class.partial,
        "toolchain": class.manifest.toolchain,
        "notices": class.manifest.notices,
        "students": students,
        "similarity": class.similarity,
    });
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn student(class: &Class, report: &StudentReport) -> Result<Value> {
    let mark = &report.mark;
    let late = mark.late.as_ref().map(|late| {
        json!({
            "seconds": late.by.as_secs(),
            "penalty_percent": number(Decimal::rounded(&late.percent, 4)),
            "rejected": late.rejected,
        })
    });
    let mut steps = Vec::new();
    for step in &mark.steps {
        let mut value = report
            .grades
            .get(&step.step)
            .map_or(Ok(json!({})), serde_json::to_value)?;
        if let Value::Object(fields) = &mut value {
            // Es lo único que cambia de una vez a otra: va en `tiempos.csv`.
            fields.remove("duration_ms");
            fields.insert("step".into(), step.step.clone().into());
            fields.insert("extra".into(), step.extra.into());
            fields.insert("code".into(), serde_json::to_value(step.code)?);
        }
        steps.push(value);
    }
    let passed = mark.value.map(|value| class.assignment.scale.passes(value));
    Ok(json!({
        "id": report.entry.id,
        "student": report.entry.student,
        "submitted_at": report.entry.submitted_at,
        "file": report.stem,
        "mark": mark.value.map(number),
        "mark_text": mark.value.map(|value| value.to_string()),
        "mark_before_penalty": mark.before_penalty.map(number),
        "passed": passed,
        "status": Status(mark.status),
        "late": late,
        "notices": report.entry.notices,
        "steps": steps,
    }))
}

/// El número más cercano: JSON no tiene decimales exactos. `mark_text` sí lo es.
fn number(value: Decimal) -> Value {
    value.to_f64().into()
}

/// En qué queda una entrega, con nombres para programas.
struct Status(MarkStatus);

impl Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self.0 {
            MarkStatus::Graded => "graded",
            MarkStatus::NotSubmitted => "not_submitted",
            MarkStatus::TooLate => "too_late",
            MarkStatus::ByHand => "by_hand",
            MarkStatus::Pending => "pending",
        })
    }
}
