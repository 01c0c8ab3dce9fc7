//! Los resultados de una clase, leídos del diario según se piden.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::journal::{Journal, Key};
use crate::model::{Code, Entry, Grade, GradeBook, Manifest, NoticeKind};

use super::works;

/// El manifiesto y su diario.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// Quién entregó qué.
    pub manifest: &'a Manifest,
    /// Los resultados.
    pub journal: &'a Journal,
}

/// Cuántos trabajos hay de cada clase. Cada persona y paso cuenta, aunque dos entregas
/// sean iguales.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Los que tienen resultado, por su código.
    pub codes: BTreeMap<Code, usize>,
    /// Los que no lo tienen todavía.
    pub pending: usize,
    /// Las entregas que alguien tiene que mirar, y por qué.
    pub by_hand: Vec<(String, String)>,
}

impl Results<'_> {
    /// Los trabajos que aún no tienen resultado.
    pub fn pending(&self) -> Vec<Key> {
        let mut works = works::of_manifest(self.manifest);
        works.retain(|key| self.journal.code(key).is_none());
        works
    }

    /// La cuenta.
    ///
    /// # Errores
    /// Si no se puede leer el diario.
    pub fn tally(&self) -> Result<Tally> {
        let mut tally = Tally::default();
        for entry in &self.manifest.entries {
            for step in &self.manifest.steps {
                match self.code(entry, step) {
                    Some(code) => *tally.codes.entry(code).or_default() += 1,
                    None => tally.pending += 1,
                }
                if let Some(why) = self.by_hand(entry, step)? {
                    let who = format!("{} ({}), {step}", entry.student.name, entry.id);
                    tally.by_hand.push((who, why));
                }
            }
        }
        Ok(tally)
    }

    fn code(&self, entry: &Entry, step: &str) -> Option<Code> {
        match key(entry, step) {
            Some(key) => self.journal.code(&key),
            None => Some(Code::NotSubmitted),
        }
    }

    /// Por qué hay que mirar a mano este paso de esta entrega, si hay que mirarlo: o
    /// hemos fallado, o mandó algo que no se pudo leer y sin ello no hay qué calificar.
    fn by_hand(&self, entry: &Entry, step: &str) -> Result<Option<String>> {
        match self.code(entry, step) {
            Some(Code::Infra) => {
                let grade = self.grade(entry, step)?;
                Ok(grade.and_then(|grade| grade.reason))
            }
            Some(Code::NotSubmitted) => Ok(entry
                .notices
                .iter()
                .find(|notice| notice.kind.excuses())
                .map(|notice| {
                    let about_step = notice.text.strip_prefix(&format!("{step}: "));
                    about_step.unwrap_or(&notice.text).to_owned()
                })),
            _ => Ok(None),
        }
    }
}

impl GradeBook for Results<'_> {
    fn grade(&self, entry: &Entry, step: &str) -> Result<Option<Grade>> {
        let Some(key) = key(entry, step) else {
            let max_points = self.journal.max_points(step).unwrap_or(0);
            let reason = missing(entry, step);
            return Ok(Some(Grade::unjudged(
                Code::NotSubmitted,
                max_points,
                reason,
            )));
        };
        self.journal.grade(&key)
    }
}

fn key(entry: &Entry, step: &str) -> Option<Key> {
    let source = entry.sources.get(step)?;
    Some(Key {
        step: step.to_owned(),
        sha256: source.sha256.clone(),
    })
}

/// Por qué no hay nada que calificar.
fn missing(entry: &Entry, step: &str) -> String {
    let missing = |notice: &&crate::model::Notice| notice.kind == NoticeKind::Missing;
    let prefix = format!("{step}: ");
    let mut notices = entry.notices.iter().filter(missing);
    let about_step = notices
        .clone()
        .find_map(|notice| notice.text.strip_prefix(&prefix));
    about_step
        .or_else(|| notices.next().map(|notice| notice.text.as_str()))
        .unwrap_or("no se ha entregado")
        .to_owned()
}
