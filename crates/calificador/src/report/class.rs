//! La clase calificada: de donde salen todos los informes.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Course, StudentReport, file_name};
use crate::assignment::Assignment;
use crate::model::{Entry, GradeBook, Manifest};
use crate::similarity::Similarity;

/// Una clase calificada.
#[derive(Clone, Copy)]
pub struct Class<'a> {
    /// Quién entregó qué.
    pub manifest: &'a Manifest,
    /// Cómo se pone la nota.
    pub assignment: &'a Assignment,
    /// Cómo se llaman los pasos.
    pub course: &'a Course,
    /// Los resultados.
    pub grades: &'a dyn GradeBook,
    /// Si falta gente por calificar.
    pub partial: bool,
    /// Los parecidos entre entregas, si se buscaron: uno por paso.
    pub similarity: &'a [Similarity],
}

impl<'a> Class<'a> {
    /// Lo de cada persona, en el orden del manifiesto. Se lee de una en una.
    pub fn reports(&self) -> impl Iterator<Item = Result<StudentReport<'a>>> + use<'a> {
        let class = *self;
        class
            .manifest
            .entries
            .iter()
            .map(move |entry| class.report(entry))
    }

    /// Lo de una persona.
    ///
    /// # Errores
    /// Si no se pueden leer sus resultados.
    pub fn report(&self, entry: &'a Entry) -> Result<StudentReport<'a>> {
        let mut grades = BTreeMap::new();
        for step in self.assignment.all_steps() {
            if let Some(grade) = self.grades.grade(entry, step)? {
                grades.insert(step.to_owned(), grade);
            }
        }
        Ok(StudentReport {
            entry,
            mark: self.assignment.mark(entry, &grades),
            grades,
            stem: file_name::stem(&entry.student.name, &entry.id),
        })
    }
}
