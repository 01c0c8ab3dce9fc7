//! Lo que los informes dicen de los pasos: su título y dónde se explican.

use std::collections::BTreeMap;

/// Los pasos del curso, por su nombre.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    /// Cada paso.
    pub steps: BTreeMap<String, Step>,
}

/// Un paso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Su título: `Comunicar`.
    pub title: String,
    /// Su capítulo en el libro publicado: `paso3.html`. Sin él no se enlaza.
    pub chapter: Option<String>,
}

impl Course {
    /// «Comunicar», o el nombre del paso si no se sabe más.
    pub fn title<'a>(&'a self, step: &'a str) -> &'a str {
        self.steps.get(step).map_or(step, |step| &step.title)
    }

    /// «paso3 · Comunicar».
    pub fn full_title(&self, step: &str) -> String {
        match self.steps.get(step) {
            Some(known) => format!("{step} · {}", known.title),
            None => step.to_owned(),
        }
    }

    /// La dirección de la sección `section` del capítulo de `step`, si el libro está
    /// publicado en `book`.
    pub fn link(&self, book: Option<&str>, step: &str, section: Option<&str>) -> Option<String> {
        let chapter = self.steps.get(step)?.chapter.as_deref()?;
        let anchor = section.map_or(String::new(), |section| format!("#{section}"));
        Some(format!("{}/{chapter}{anchor}", book?))
    }
}
