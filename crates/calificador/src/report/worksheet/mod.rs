//! La hoja de calificaciones de Moodle, rellenada.
//!
//! Moodle reconoce su hoja por los rótulos, y a cada persona por el número que va en
//! la primera columna: una hoja inventada no le vale. Por eso se parte de la que
//! descargó el docente y solo se cambian dos casillas de cada fila, la nota y los
//! comentarios. Todo lo demás, hasta las comillas y los finales de línea, sale como
//! entró.

mod charset;
mod columns;
mod feedback;
mod number;
mod scan;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{Class, StudentReport};
use crate::assignment::{Assignment, MarkStatus};
use crate::intake::from_utf16;
use charset::Charset;
use columns::Columns;
use number::Style;
use scan::Sheet;

pub use feedback::feedback_html;

/// Una hoja rellenada, y lo que hay que decir de ella.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// La hoja, lista para subir a Moodle.
    pub bytes: Vec<u8>,
    /// Las filas que llevan nota nueva.
    pub filled: usize,
    /// Lo que quien la sube tiene que saber.
    pub notices: Vec<String>,
}

/// Si esta hoja se podrá rellenar, antes de tener nada con qué: quien se equivocó de hoja
/// lo sabe al empezar, y no al final de la noche.
///
/// # Errores
/// Los de [`fill`] que son de la hoja.
pub fn check(sheet: &[u8], assignment: &Assignment) -> Result<()> {
    let text = in_utf8(sheet);
    let sheet = Sheet::read(&text)?;
    let columns = Columns::find(&sheet, &assignment.columns)?;
    Style::of(&sheet, &columns, assignment).map(drop)
}

/// La hoja, en UTF-8. «Texto Unicode», lo llaman las hojas de cálculo, es UTF-16.
fn in_utf8(sheet: &[u8]) -> Cow<'_, [u8]> {
    match from_utf16(sheet) {
        Some(text) => Cow::Owned(text.into_bytes()),
        None => Cow::Borrowed(sheet),
    }
}

/// Rellena `sheet` con las notas de la clase.
///
/// # Errores
/// Si no se pueden leer los resultados, o si la hoja no es la de esta tarea: no es un CSV,
/// le falta una columna o califica en otra escala.
pub fn fill(class: &Class, sheet: &[u8]) -> Result<Filled> {
    let text = in_utf8(sheet);
    let sheet = Sheet::read(&text)?;
    let columns = Columns::find(&sheet, &class.assignment.columns)?;
    let style = Style::of(&sheet, &columns, class.assignment)?;
    let entries: BTreeMap<&str, _> = class
        .manifest
        .entries
        .iter()
        .map(|entry| (entry.id.as_str(), entry))
        .collect();

    let mut edits = BTreeMap::new();
    let mut told = Told {
        converted: matches!(text, Cow::Owned(_)),
        of_windows: sheet.charset == Charset::Windows1252,
        ..Told::default()
    };
    let mut seen = BTreeSet::new();
    for (number, row) in sheet.rows().enumerate().skip(1) {
        let Some(id) = columns.participant(&sheet, row) else {
            continue;
        };
        let who = columns.person(&sheet, row);
        let Some(entry) = entries.get(id.as_str()) else {
            told.unknown.push(who);
            continue;
        };
        if !seen.insert(id) {
            told.repeated.push(who);
            continue;
        }
        let report = class.report(entry)?;
        if columns.is_locked(&sheet, row) {
            told.locked.push(who);
        } else if let Some(value) = report.mark.value {
            edits.insert((number, columns.grade), style.write(value));
            if let Some(column) = columns.feedback {
                let before = sheet.value(row, column);
                edits.insert((number, column), feedback::merged(&before, class, &report));
            }
            told.filled += 1;
        } else {
            told.without_mark(&report, who);
        }
    }
    told.absent = entries
        .values()
        .filter(|entry| !seen.contains(&entry.id) && !entry.sources.is_empty())
        .map(|entry| entry.student.name.clone())
        .collect();
    Ok(Filled {
        bytes: sheet.with(&edits),
        filled: told.filled,
        notices: told.notices(columns.feedback.is_none()),
    })
}

/// Lo que se va encontrando al rellenarla.
#[derive(Default)]
struct Told {
    converted: bool,
    of_windows: bool,
    filled: usize,
    unknown: Vec<String>,
    repeated: Vec<String>,
    locked: Vec<String>,
    by_hand: Vec<String>,
    blank: Vec<String>,
    absent: Vec<String>,
}

impl Told {
    fn without_mark(&mut self, report: &StudentReport, who: String) {
        if report.mark.status == MarkStatus::NotSubmitted {
            self.blank.push(who);
        } else {
            self.by_hand.push(who);
        }
    }

    fn notices(self, without_feedback: bool) -> Vec<String> {
        let groups = [
            (
                self.locked,
                "tiene la nota bloqueada en Moodle y se deja como está",
                "tienen la nota bloqueada en Moodle y se dejan como están",
            ),
            (
                self.by_hand,
                "no tiene nota todavía, y hay que mirar por qué",
                "no tienen nota todavía, y hay que mirar por qué",
            ),
            (
                self.blank,
                "no entregó y se deja en blanco, como pide la tarea",
                "no entregaron y se dejan en blanco, como pide la tarea",
            ),
            (
                self.unknown,
                "está en la hoja y no en las entregas: su fila se deja como está",
                "están en la hoja y no en las entregas: sus filas se dejan como están",
            ),
            (
                self.repeated,
                "sale más de una vez en la hoja: solo se rellena su primera fila",
                "salen más de una vez en la hoja: solo se rellena su primera fila",
            ),
            (
                self.absent,
                "entregó y no está en la hoja: su nota hay que ponerla a mano",
                "entregaron y no están en la hoja: su nota hay que ponerla a mano",
            ),
        ];
        let mut notices: Vec<String> = groups
            .into_iter()
            .filter_map(|(people, one, many)| match people.len() {
                0 => None,
                1 => Some(format!("una persona {one}: {}.", list(&people))),
                count => Some(format!("{count} personas {many}: {}.", list(&people))),
            })
            .collect();
        if self.converted {
            notices.push(
                "La que diste está en UTF-16, que Moodle no espera: la rellenada está en UTF-8."
                    .to_owned(),
            );
        }
        if self.of_windows {
            notices.push(
                "La que diste la guardó una hoja de cálculo en Windows-1252 («ANSI»), y la \
                 rellenada sigue así: al subirla a Moodle, elige esa «Codificación» (allí puede \
                 llamarse CP1252)."
                    .to_owned(),
            );
        }
        if without_feedback {
            notices.push(
                "La hoja no tiene columna de comentarios, así que solo lleva las notas. Para que \
                 los lleve, activa «Comentarios de retroalimentación» en los ajustes de la tarea \
                 de Moodle y vuelve a descargarla."
                    .to_owned(),
            );
        }
        notices
    }
}

fn list(people: &[String]) -> String {
    people
        .iter()
        .map(|name| castellano::visible::one_line(name))
        .collect::<Vec<_>>()
        .join("; ")
}
