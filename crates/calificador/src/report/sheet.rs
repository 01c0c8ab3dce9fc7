//! `notas.csv`: todo lo de la clase, una fila por persona, para una hoja de cálculo.

use anyhow::Result;

use super::caveat;
use super::csv_text::{harmless, table};
use super::student::status_text;
use super::{Class, StudentReport};
use crate::assignment::{DecimalPoint, plain};
use crate::model::Code;
use castellano::visible::{one_line, visible};

/// Con esta marca delante, una hoja de cálculo sabe que el texto es UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// La tabla. Donde los decimales llevan coma, las columnas se separan con punto y
/// coma, que es lo que entiende allí una hoja de cálculo.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn sheet(class: &Class) -> Result<Vec<u8>> {
    let mut rows = vec![header(class)];
    for report in class.reports() {
        rows.push(row(class, &report?));
    }
    let delimiter = match class.assignment.point {
        DecimalPoint::Comma => b';',
        DecimalPoint::Dot => b',',
    };
    let mut bytes = BOM.to_vec();
    bytes.extend(table(delimiter, rows)?);
    Ok(bytes)
}

fn header(class: &Class) -> Vec<String> {
    let fixed = [
        "identificador",
        "nombre",
        "correo",
        "usuario",
        "matrícula",
        "grupo",
        "entregado",
        "nota",
        "estado",
        "nota sin el retraso",
        "descuento (%)",
        "condiciones",
        "avisos",
        "archivo",
    ];
    let steps = class.assignment.all_steps().flat_map(|step| {
        [
            step.to_owned(),
            format!("{step} (puntos)"),
            format!("{step} (de)"),
        ]
    });
    fixed.iter().map(ToString::to_string).chain(steps).collect()
}

fn row(class: &Class, report: &StudentReport) -> Vec<String> {
    let point = class.assignment.point;
    let text = |text: &str| harmless(text).into_owned();
    let optional = |value: &Option<String>| text(value.as_deref().unwrap_or_default());
    let student = &report.entry.student;
    let submitted = report.entry.submitted_at.map_or(String::new(), |at| {
        let local = at.to_zoned(class.assignment.zone.clone());
        local.strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
    });
    let late = report.mark.late.as_ref();
    let mut caveats = caveat::for_class(class.manifest, class.partial);
    caveats.extend(caveat::for_student(report));
    let notices: Vec<String> = report
        .entry
        .notices
        .iter()
        .map(|notice| one_line(&notice.text))
        .collect();
    let mut cells = vec![
        text(&report.entry.id),
        text(&student.name),
        optional(&student.email),
        optional(&student.username),
        optional(&student.id_number),
        optional(&student.group),
        submitted,
        report
            .mark
            .value
            .map_or(String::new(), |value| point.write(value)),
        status_text(report.mark.status).to_owned(),
        report
            .mark
            .before_penalty
            .map_or(String::new(), |value| point.write(value)),
        late.map_or(String::new(), |late| plain(&late.percent)),
        caveat::names(&caveats),
        text(&visible(&notices.join(" "))),
        report.stem.clone(),
    ];
    for mark in &report.mark.steps {
        let judged = mark.code.is_some_and(Code::is_verdict) && mark.max_points > 0;
        let number = |n: u32| if judged { n.to_string() } else { String::new() };
        cells.push(mark.code.map_or("por calificar", Code::name).to_owned());
        cells.push(number(mark.points));
        cells.push(number(mark.max_points));
    }
    cells
}
