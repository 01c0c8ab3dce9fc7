//! `{{#pistas paso3}}`: las pistas de un paso, plegadas, leídas de su carpeta.
//!
//! Las pistas se dicen una vez, en `exercises/pasoN/pistas/`; el capítulo las
//! muestra de una en una, de la más general a la más concreta.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use mdbook_core::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::outcome::{Problem, Problems};
use crate::step::Step;

/// El preprocesador de pistas.
pub struct Hints(Vec<Step>);

impl Hints {
    /// Con los pasos del curso.
    pub fn new(steps: Vec<Step>) -> Self {
        Self(steps)
    }

    fn expand(&self, markdown: &str) -> Result<String> {
        let mut result = String::new();
        let mut rest = markdown;
        while let Some((before, after)) = rest.split_once("{{#pistas ") {
            let Some((name, after)) = after.split_once("}}") else {
                bail!("hay un «{{{{#pistas» sin cerrar");
            };
            result.push_str(before);
            result.push_str(&self.of_step(name.trim())?);
            rest = after;
        }
        result.push_str(rest);
        Ok(result)
    }

    fn of_step(&self, name: &str) -> Result<String> {
        let Some(step) = self.0.iter().find(|step| step.name == name) else {
            bail!("se piden las pistas de «{name}», que no es un paso del curso");
        };
        let hints = step.hints()?;
        if hints.is_empty() {
            bail!(
                "se piden las pistas de «{name}», pero no hay ninguna en {}/pistas",
                step.folder.display()
            );
        }
        let mut text = format!("<div class=\"pistas\" data-paso=\"{name}\">\n\n");
        for (hint, level) in hints.iter().zip(1..) {
            // Escribir en un String no falla.
            let _ = write!(
                text,
                "<details class=\"respuesta\">\n<summary>Pista {level}</summary>\n\n{}\n\n</details>\n\n",
                hint.trim()
            );
        }
        text.push_str("</div>\n\n");
        Ok(text)
    }
}

impl Preprocessor for Hints {
    fn name(&self) -> &'static str {
        "pistas"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut problems = Vec::new();
        book.for_each_chapter_mut(|chapter| match self.expand(&chapter.content) {
            Ok(content) => chapter.content = content,
            Err(error) => {
                let file = chapter.source_path.clone().unwrap_or_default();
                let place = Path::new("book").join(file);
                problems.push(Problem::new(place.display(), error.to_string()));
            }
        });
        Problems::none_or_fail(problems)?;
        Ok(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn las_pistas_salen_plegadas_y_en_orden() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pistas")).unwrap();
        std::fs::write(folder.path().join("pistas/1.md"), "General.\n").unwrap();
        std::fs::write(folder.path().join("pistas/2.md"), "Concreta.\n").unwrap();
        let hints = Hints::new(vec![Step {
            name: "paso1".into(),
            order: 1,
            optional: false,
            title: "Uno".into(),
            chapter: "uno.md".into(),
            folder: folder.path().to_owned(),
        }]);

        let text = hints.expand("Antes {{#pistas paso1}} después").unwrap();

        let first = text.find("Pista 1</summary>\n\nGeneral.").unwrap();
        let second = text.find("Pista 2</summary>\n\nConcreta.").unwrap();
        assert!(first < second);
        assert!(text.starts_with("Antes ") && text.ends_with(" después"));
    }

    #[test]
    fn un_paso_que_no_existe_se_nombra() {
        let error = Hints::new(Vec::new())
            .expand("{{#pistas paso9}}")
            .unwrap_err();

        assert!(error.to_string().contains("«paso9»"), "{error}");
    }
}
