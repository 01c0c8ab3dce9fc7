//! `{{#ejercicio paso3}}`: el sitio donde se hace un paso.
//!
//! Lo que se pone aquí es lo que se lee sin servidor: cómo se hace en la terminal y
//! cómo tener el panel. Con el libro servido, `ejercicio.js` lo llena con el archivo
//! del estudiante y su corrección. Los mensajes de un fallo enlazan con las secciones
//! de la página en la que están, así que el panel va en el capítulo de su paso.

use std::collections::BTreeSet;
use std::path::Path;

use mdbook_core::book::Book;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::outcome::{Problem, Problems};
use crate::step::Step;

/// Cómo empieza la directiva.
const OPENING: &str = "{{#ejercicio ";

/// El preprocesador de los paneles.
pub struct Panels(Vec<Step>);

impl Panels {
    /// Con los pasos del curso.
    pub fn new(steps: Vec<Step>) -> Self {
        Self(steps)
    }

    /// El Markdown del capítulo `file` con sus paneles, y lo que está mal. Los pasos que
    /// ya tienen el suyo se apuntan en `placed`.
    fn expand(
        &self,
        file: &Path,
        markdown: &str,
        placed: &mut BTreeSet<String>,
    ) -> (String, Vec<String>) {
        let (mut result, mut problems) = (String::new(), Vec::new());
        let mut rest = markdown;
        while let Some((before, after)) = rest.split_once(OPENING) {
            result.push_str(before);
            let Some((name, after)) = after.split_once("}}") else {
                problems.push("hay un «{{#ejercicio» sin cerrar".into());
                return (result, problems);
            };
            rest = after;
            let name = name.trim();
            match self.0.iter().find(|step| step.name == name) {
                None => problems.push(format!(
                    "se pide el ejercicio «{name}», que no es un paso del curso"
                )),
                // Si no existe, de eso ya se queja quien busca los capítulos.
                Some(step) if !step.chapter.ends_with(file) && step.chapter.is_file() => problems
                    .push(format!(
                        "el ejercicio «{name}» va en su capítulo, {}",
                        step.chapter.display()
                    )),
                Some(_) if !placed.insert(name.to_owned()) => {
                    problems.push(format!("el ejercicio «{name}» está dos veces"));
                }
                Some(step) => result.push_str(&panel(step)),
            }
        }
        result.push_str(rest);
        (result, problems)
    }

    /// Los pasos cuyo capítulo está en el libro y no tiene el panel.
    fn missing(&self, chapters: &[&Path], placed: &BTreeSet<String>) -> Vec<Problem> {
        let without = |step: &&Step| !placed.contains(&step.name);
        let complaint = |step: &Step| {
            let chapter = chapters.iter().find(|file| step.chapter.ends_with(file))?;
            let what = format!(
                "no tiene el ejercicio de su paso: pon «{OPENING}{}}}}}» donde se vaya a hacer",
                step.name
            );
            Some(Problem::new(
                Path::new("book").join(chapter).display(),
                what,
            ))
        };
        self.0
            .iter()
            .filter(without)
            .filter_map(complaint)
            .collect()
    }
}

fn panel(step: &Step) -> String {
    let Step { name, title, .. } = step;
    let terminal = if step.stub().is_file() {
        format!(
            "escribe <code>exercises/{name}/src/lib.rs</code> y corrígelo con \
             <code>cargo test -p {name}</code>"
        )
    } else {
        format!("corrígelo con <code>cargo test -p {name}</code>")
    };
    format!(
        "<section class=\"ejercicio\" data-paso=\"{name}\" data-titulo=\"{}\">\n\
         <p class=\"solo-grabado\">Este ejercicio se puede hacer en esta misma página, con editor y \
         corrección: abre el taller en tu máquina con <code>cargo run</code>. En la terminal, \
         {terminal}.</p>\n</section>\n",
        escaped(title)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

impl Preprocessor for Panels {
    fn name(&self) -> &'static str {
        "ejercicios"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let (mut placed, mut files, mut problems) = (BTreeSet::new(), Vec::new(), Vec::new());
        book.for_each_chapter_mut(|chapter| {
            let Some(file) = chapter.source_path.clone() else {
                return;
            };
            let (content, complaints) = self.expand(&file, &chapter.content, &mut placed);
            chapter.content = content;
            let place = Path::new("book").join(&file);
            problems.extend(
                complaints
                    .into_iter()
                    .map(|what| Problem::new(place.display(), what)),
            );
            files.push(file);
        });
        let files: Vec<&Path> = files.iter().map(AsRef::as_ref).collect();
        problems.extend(self.missing(&files, &placed));
        Problems::none_or_fail(problems)?;
        Ok(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panels(folder: &Path) -> Panels {
        std::fs::create_dir_all(folder.join("uno/esqueleto")).unwrap();
        std::fs::write(folder.join("uno/esqueleto/lib.rs"), "").unwrap();
        std::fs::write(folder.join("fin.md"), "").unwrap();
        let step = |name: &str| Step {
            name: name.into(),
            order: 1,
            optional: false,
            title: "«A» & <B>".into(),
            chapter: folder.join(format!("{name}.md")),
            folder: folder.join(name),
        };
        Panels::new(vec![step("uno"), step("fin")])
    }

    fn expand(panels: &Panels, file: &str, markdown: &str) -> (String, Vec<String>) {
        panels.expand(Path::new(file), markdown, &mut BTreeSet::new())
    }

    #[test]
    fn sin_servidor_se_lee_como_hacerlo() {
        let folder = tempfile::tempdir().unwrap();
        let panels = panels(folder.path());

        let (one, _) = expand(&panels, "uno.md", "Antes\n\n{{#ejercicio uno}}\n\nDespués");
        let (end, _) = expand(&panels, "fin.md", "{{#ejercicio fin}}");

        assert!(one.starts_with("Antes\n\n<section class=\"ejercicio\" data-paso=\"uno\""));
        assert!(one.contains("data-titulo=\"«A» &amp; &lt;B>\""), "{one}");
        assert!(one.contains("exercises/uno/src/lib.rs") && one.ends_with("\n\nDespués"));
        assert!(!end.contains("lib.rs") && end.contains("cargo test -p fin"));
    }

    #[test]
    fn lo_que_esta_fuera_de_sitio_se_dice() {
        let folder = tempfile::tempdir().unwrap();
        let panels = panels(folder.path());
        let cases = [
            ("{{#ejercicio dos}}", "no es un paso del curso"),
            ("{{#ejercicio fin}}", "va en su capítulo"),
            ("{{#ejercicio uno}}{{#ejercicio uno}}", "está dos veces"),
            ("{{#ejercicio uno", "sin cerrar"),
        ];
        for (markdown, expected) in cases {
            let (_, problems) = expand(&panels, "uno.md", markdown);
            assert_eq!(problems.len(), 1, "{markdown}: {problems:?}");
            assert!(problems[0].contains(expected), "{problems:?}");
        }
        let files = [Path::new("uno.md"), Path::new("otro.md")];
        let missing = panels.missing(&files, &BTreeSet::new());
        assert_eq!(missing.len(), 1, "{missing:?}");
        assert!(missing[0].what.contains("{{#ejercicio uno}}"));
    }
}
