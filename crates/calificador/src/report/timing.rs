//! `tiempos.csv`: lo que se tardó en calificar cada trabajo.
//!
//! Va aparte de todo lo demás porque es lo único que cambia de una vez a otra.

use anyhow::Result;

use super::Class;
use super::csv_text::{harmless, table};

/// La tabla, en milisegundos.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn times(class: &Class) -> Result<Vec<u8>> {
    let mut rows = vec![
        [
            "identificador",
            "nombre",
            "paso",
            "veredicto",
            "milisegundos",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for report in class.reports() {
        let report = report?;
        for (step, grade) in &report.grades {
            rows.push(vec![
                harmless(&report.entry.id).into_owned(),
                harmless(&report.entry.student.name).into_owned(),
                step.clone(),
                grade.code.to_string(),
                grade.duration_ms.to_string(),
            ]);
        }
    }
    table(b',', rows)
}
