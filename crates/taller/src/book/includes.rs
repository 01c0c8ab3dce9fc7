//! Cada `{{#include fichero:ancla}}` apunta a algo que existe.
//!
//! mdBook deja en blanco, sin avisar, una inclusión cuya ancla no está: el lector
//! vería un bloque vacío. Aquí se comprueban antes de construir, y de paso se sabe
//! qué ficheros de fuera del libro hay que vigilar.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::outcome::{Problem, Problems};

/// Comprueba las inclusiones de todos los capítulos de `source`.
///
/// # Errores
/// [`Problems`] con cada inclusión que apunta a la nada.
pub fn check(root: &Path, source: &Path) -> Result<()> {
    Ok(Problems::none_or_fail(search(root, source)?.problems)?)
}

/// Los ficheros que el libro de `root` incluye. Lo que no se puede leer no cuenta:
/// quien construye el libro ya se queja de eso.
pub fn included(root: &Path) -> Vec<PathBuf> {
    search(root, &root.join(super::SOURCE))
        .map(|search| search.included.into_iter().collect())
        .unwrap_or_default()
}

fn search<'a>(root: &'a Path, source: &Path) -> Result<Search<'a>> {
    let mut search = Search {
        root,
        included: BTreeSet::new(),
        problems: Vec::new(),
    };
    for chapter in markdown_under(source)? {
        let text = fs::read_to_string(&chapter)
            .with_context(|| format!("no se puede leer {}", chapter.display()))?;
        search.chapter(&chapter, &text);
    }
    Ok(search)
}

struct Search<'a> {
    root: &'a Path,
    included: BTreeSet<PathBuf>,
    problems: Vec<Problem>,
}

impl Search<'_> {
    fn chapter(&mut self, chapter: &Path, text: &str) {
        let folder = chapter.parent().unwrap_or(self.root);
        for directive in directives(text) {
            if let Err(what) = self.resolve(folder, directive) {
                let place = chapter.strip_prefix(self.root).unwrap_or(chapter);
                self.problems.push(Problem::new(place.display(), what));
            }
        }
    }

    fn resolve(&mut self, folder: &Path, target: &str) -> Result<(), String> {
        let (file, part) = target.split_once(':').unwrap_or((target, ""));
        let path = folder.join(file);
        let text = fs::read_to_string(&path)
            .map_err(|_| format!("incluye «{file}», que no existe o no se puede leer"))?;
        if !part.is_empty() {
            find_part(&text, part).map_err(|what| format!("incluye «{target}», pero {what}"))?;
        }
        self.included.insert(path);
        Ok(())
    }
}

/// Lo que se incluye en `text`: `fichero`, `fichero:ancla` o `fichero:línea:línea`.
fn directives(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("{{#").filter_map(|(start, _)| {
        if text[..start].ends_with('\\') {
            return None;
        }
        let body = text[start + 3..].split_once("}}")?.0;
        let (name, target) = body.split_once(char::is_whitespace)?;
        let includes = ["include", "rustdoc_include", "playground"].contains(&name);
        includes.then(|| target.split_whitespace().next()).flatten()
    })
}

/// Error si `text` no tiene la parte pedida.
fn find_part(text: &str, part: &str) -> Result<(), String> {
    let first = part.split(':').next().unwrap_or_default();
    if part.starts_with(|c: char| c.is_ascii_digit() || c == ':') {
        let lines = text.lines().count();
        let wanted = part.split(':').filter_map(|n| n.parse::<usize>().ok());
        return match wanted.max().unwrap_or(0) {
            last if last > lines => Err(format!("solo tiene {lines} líneas")),
            _ => Ok(()),
        };
    }
    for mark in ["ANCHOR", "ANCHOR_END"] {
        if !text.lines().any(|line| has_mark(line, mark, first)) {
            return Err(format!("allí no hay ninguna marca «{mark}: {first}»"));
        }
    }
    Ok(())
}

/// Si `line` es la marca `MARK: name`, con las mismas reglas que mdBook.
fn has_mark(line: &str, mark: &str, name: &str) -> bool {
    line.split_once(&format!("{mark}:"))
        .is_some_and(|(before, after)| {
            !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                && after.split_whitespace().next() == Some(name)
        })
}

/// Los `.md` de `folder`, a cualquier profundidad.
pub fn markdown_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("no se puede leer la carpeta {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Un curso con un capítulo que dice `chapter` y un programa con el ancla `uso`.
    fn search_chapter(chapter: &str) -> (Vec<PathBuf>, Vec<Problem>) {
        let course = tempfile::tempdir().unwrap();
        let source = course.path().join("book");
        fs::create_dir(&source).unwrap();
        fs::write(source.join("uno.md"), chapter).unwrap();
        let program = "// ANCHOR: uso\nfork();\n// ANCHOR_END: uso\n";
        fs::write(course.path().join("p.c"), program).unwrap();
        let found = search(course.path(), &source).unwrap();
        (found.included.into_iter().collect(), found.problems)
    }

    #[test]
    fn lo_que_existe_pasa_y_se_vigila() {
        let good = "{{#include ../p.c:uso}} {{#include ../p.c:1:3}} \\{{#include no.c}}";

        let (included, problems) = search_chapter(good);

        assert_eq!(problems, []);
        assert_eq!(included.len(), 1);
        assert!(included[0].ends_with("../p.c"));
    }

    #[test]
    fn lo_que_no_existe_se_nombra() {
        let cases = [
            ("{{#include ../q.c}}", "«../q.c», que no existe"),
            ("{{#include ../p.c:otra}}", "«ANCHOR: otra»"),
            ("{{#include ../p.c:us}}", "«ANCHOR: us»"),
            ("{{#include ../p.c:2:90}}", "solo tiene 3 líneas"),
        ];
        for (chapter, expected) in cases {
            let (_, problems) = search_chapter(chapter);

            assert_eq!(problems.len(), 1, "{chapter}");
            assert_eq!(problems[0].place, "book/uno.md");
            assert!(
                problems[0].what.contains(expected),
                "{chapter}: {problems:?}"
            );
        }
    }
}
