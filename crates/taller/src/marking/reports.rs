//! De los resultados a los informes, y lo que se cuenta de ellos en la terminal.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use calificador::assignment::Assignment;
use calificador::model::Manifest;
use calificador::report::{self, Class, Format, Output};
use calificador::run::{Results, WorkFolder, publish, reports_of};
use calificador::similarity::{self, Document, Settings, Similarity};

use super::order::Workbook;
use super::{summary, tell};
use crate::outcome::Ending;

/// Los informes que se quieren.
pub struct Wanted<'a> {
    /// El curso.
    pub workbook: &'a Workbook,
    /// Cómo se pone la nota.
    pub assignment: &'a Assignment,
    /// La hoja de Moodle.
    pub worksheet: Option<&'a Path>,
    /// Los formatos.
    pub formats: &'a [Format],
    /// Aunque falte gente.
    pub even_partial: bool,
}

impl Wanted<'_> {
    /// Escribe los informes y los resume en la terminal. Si faltan trabajos y no se
    /// aceptan informes parciales, no los hay y se dice por qué.
    ///
    /// # Errores
    /// Si no se pueden escribir; o, con su código, si queda algo pendiente.
    pub fn write(&self, folder: &WorkFolder, results: &Results) -> Result<()> {
        let pending = results.pending().len();
        let partial = pending > 0;
        if partial && !self.even_partial {
            tell(&format!("{}\n", summary::unfinished(pending)));
            return Err(Ending::silent(1).into());
        }
        let similarity = self.similarity(folder, results.manifest)?;
        let course = self.workbook.course();
        let class = Class {
            manifest: results.manifest,
            assignment: self.assignment,
            course: &course,
            grades: results,
            partial,
            similarity: &similarity,
        };
        let written = publish(folder.root(), partial, |place| {
            let output = Output {
                folder: place,
                formats: self.formats,
                worksheet: self.worksheet,
            };
            report::write(&class, &output)
        })?;
        let tally = results.tally()?;
        let place = reports_of(folder.root(), partial);
        tell(&summary::of_class(&class, &tally, &written, &place)?);
        // La hoja se pidió: sin ella no está hecho todo lo que había que hacer.
        let unfilled = self.worksheet.is_some() && !written.filled_worksheet;
        if partial || unfilled || !tally.by_hand.is_empty() {
            return Err(Ending::silent(1).into());
        }
        Ok(())
    }

    /// Los parecidos de cada paso entre quienes lo entregaron.
    fn similarity(&self, folder: &WorkFolder, manifest: &Manifest) -> Result<Vec<Similarity>> {
        manifest
            .steps
            .iter()
            .map(|step| self.similarity_of(step, folder, manifest))
            .collect()
    }

    fn similarity_of(
        &self,
        step: &str,
        folder: &WorkFolder,
        manifest: &Manifest,
    ) -> Result<Similarity> {
        // Un archivo que entregaron varias personas se lee una vez.
        let mut texts = BTreeMap::new();
        for source in manifest
            .entries
            .iter()
            .filter_map(|entry| entry.sources.get(step))
        {
            if !texts.contains_key(&source.sha256) {
                texts.insert(source.sha256.clone(), read(&folder.source(&source.sha256))?);
            }
        }
        let documents: Vec<Document> = manifest
            .entries
            .iter()
            .filter_map(|entry| {
                let source = entry.sources.get(step)?;
                Some(Document {
                    id: &entry.id,
                    text: &texts[&source.sha256],
                })
            })
            .collect();
        let given = self.given(step)?;
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let settings = Settings::default();
        Ok(similarity::compare(step, &documents, &given, &settings))
    }

    /// Lo que se dio hecho en este paso: la referencia y el esqueleto.
    fn given(&self, name: &str) -> Result<Vec<String>> {
        let root = &self.workbook.root;
        let mut given = vec![read(&root.join(format!("solutions/{name}/src/lib.rs")))?];
        for step in self.workbook.steps.iter().filter(|step| step.name == name) {
            given.push(read(&step.stub())?);
        }
        Ok(given)
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("no se puede leer {}", path.display()))
}
