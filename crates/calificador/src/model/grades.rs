//! Los resultados de una clase, por entrega y paso.

use std::collections::BTreeMap;

use super::Grade;

/// Los resultados que hay. Si falta alguno es que aún no se ha calificado.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grades(BTreeMap<String, BTreeMap<String, Grade>>);

impl Grades {
    /// El del paso `step` de la entrega `id`.
    pub fn get(&self, id: &str, step: &str) -> Option<&Grade> {
        self.0.get(id)?.get(step)
    }

    /// Anota el del paso `step` de la entrega `id`; si ya había uno, lo sustituye.
    pub fn insert(&mut self, id: impl Into<String>, step: impl Into<String>, grade: Grade) {
        self.0
            .entry(id.into())
            .or_default()
            .insert(step.into(), grade);
    }

    /// Todos: entrega, paso y resultado, en orden.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Grade)> {
        self.0.iter().flat_map(|(id, steps)| {
            steps
                .iter()
                .map(move |(step, grade)| (id.as_str(), step.as_str(), grade))
        })
    }
}
