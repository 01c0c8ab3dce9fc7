//! Qué es cada columna, por su rótulo.

use std::ops::Range;

use anyhow::{Result, anyhow};

use super::scan::Sheet;
use crate::assignment;
use crate::titles::{FEEDBACK, GRADE, IDENTIFIER, LOCK_SUBJECT, LOCK_VERB, MAXIMUM, NAME, NO};

type Row = [Range<usize>];

/// Dónde está lo que hace falta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    identifier: usize,
    name: Option<usize>,
    /// La nota.
    pub grade: usize,
    /// La nota máxima.
    pub maximum: Option<usize>,
    locked: Option<usize>,
    /// Los comentarios, si la tarea los tiene.
    pub feedback: Option<usize>,
    /// Si los rótulos están en inglés.
    pub english: bool,
}

impl Columns {
    /// Las columnas de `sheet`. Las que el docente nombró en su tarea mandan.
    ///
    /// # Errores
    /// Si falta la del identificador o la de la nota.
    pub fn find(sheet: &Sheet, named: &assignment::Columns) -> Result<Self> {
        let header: Vec<String> = sheet
            .rows()
            .next()
            .map(|row| {
                (0..row.len())
                    .map(|at| plain(&sheet.value(row, at)))
                    .collect()
            })
            .unwrap_or_default();
        let one_of = |names: &[&str]| {
            header
                .iter()
                .position(|title| names.contains(&title.as_str()))
        };
        let called = |name: &Option<String>| {
            let name = name.as_deref().map(plain)?;
            header.iter().position(|title| *title == name)
        };
        let locked = header.iter().position(|title| {
            let has = |roots: &[&str]| roots.iter().any(|root| title.contains(root));
            has(LOCK_SUBJECT) && has(LOCK_VERB) && !title.contains('(')
        });
        let feedback = called(&named.feedback).or_else(|| {
            header
                .iter()
                .rposition(|title| FEEDBACK.iter().any(|start| title.starts_with(start)))
        });
        let missing = |what: &str, key: &str| {
            let titles = header.join(", ");
            anyhow!(
                "esta hoja no parece la de calificaciones de una tarea de Moodle: falta la \
                 columna {what}. Sus rótulos son: {titles}. Descárgala en la tarea, en \
                 «Descargar hoja de calificaciones»{key}"
            )
        };
        let hint = ", o di cómo se llama la columna en [moodle] de tu tarea";
        Ok(Self {
            identifier: one_of(IDENTIFIER).ok_or_else(|| missing("del identificador", ""))?,
            grade: called(&named.grade)
                .or_else(|| one_of(GRADE))
                .ok_or_else(|| missing("de la nota", hint))?,
            maximum: one_of(MAXIMUM),
            name: one_of(NAME),
            locked,
            feedback,
            english: header
                .iter()
                .any(|title| title == "grade" || title == "identifier"),
        })
    }

    /// El número de participante de `row`: «Participante 101» es el 101.
    pub fn participant(&self, sheet: &Sheet, row: &Row) -> Option<String> {
        let text = sheet.value(row, self.identifier);
        let text = text.trim_end();
        let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        (start < text.len()).then(|| text[start..].to_owned())
    }

    /// Quién es, para decirlo.
    pub fn person(&self, sheet: &Sheet, row: &Row) -> String {
        let name = self
            .name
            .map_or(String::new(), |column| sheet.value(row, column));
        if name.trim().is_empty() {
            sheet.value(row, self.identifier)
        } else {
            name
        }
    }

    /// Si Moodle dice que su nota no se puede cambiar.
    pub fn is_locked(&self, sheet: &Sheet, row: &Row) -> bool {
        self.locked
            .is_some_and(|column| NO.contains(&plain(&sheet.value(row, column)).as_str()))
    }
}

/// Un rótulo, sin lo que puede variar sin que cambie.
fn plain(title: &str) -> String {
    title.trim().trim_end_matches('.').to_lowercase()
}
