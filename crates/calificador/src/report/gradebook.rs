//! El CSV que importa el calificador de Moodle.
//!
//! Moodle casa a cada persona por una de las columnas de identidad, la que se elija al
//! importar; por eso van todas. La nota y su comentario van siempre juntos: importar
//! comentarios sin la nota la borra.

use anyhow::Result;

use super::Class;
use super::csv_text::{harmless, table};
use super::worksheet::feedback_html;

/// El CSV.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn gradebook(class: &Class) -> Result<Vec<u8>> {
    let title = castellano::visible::one_line(&class.assignment.title);
    let header = [
        "username".to_owned(),
        "idnumber".to_owned(),
        "email".to_owned(),
        "fullname".to_owned(),
        harmless(&title).into_owned(),
        harmless(&format!("{title} (comentarios)")).into_owned(),
    ];
    let mut rows = vec![header.to_vec()];
    for report in class.reports() {
        let report = report?;
        let student = &report.entry.student;
        let cell =
            |text: &Option<String>| harmless(text.as_deref().unwrap_or_default()).into_owned();
        // Sin nota, la casilla vacía: Moodle deja la que hubiera.
        let mark = report
            .mark
            .value
            .map_or(String::new(), |value| class.assignment.point.write(value));
        rows.push(vec![
            cell(&student.username),
            cell(&student.id_number),
            cell(&student.email),
            harmless(&student.name).into_owned(),
            mark,
            feedback_html(class, &report),
        ]);
    }
    table(b',', rows)
}
