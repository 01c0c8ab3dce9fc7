//! La lista de trabajos: qué hay que calificar, cuánto está hecho y qué se repite.

use std::collections::BTreeSet;

use crate::journal::{Journal, Key};
use crate::model::{Entry, Manifest};

use super::Part;

/// Los trabajos del manifiesto, en su orden y sin repetir: dos entregas iguales del
/// mismo paso son un solo trabajo.
pub fn of_manifest(manifest: &Manifest) -> Vec<Key> {
    let mut seen = BTreeSet::new();
    manifest
        .entries
        .iter()
        .flat_map(|entry| of_entry(manifest, entry))
        .filter(|key| seen.insert(key.clone()))
        .collect()
}

/// Los de una persona.
fn of_entry<'a>(manifest: &'a Manifest, entry: &'a Entry) -> impl Iterator<Item = Key> + 'a {
    manifest.steps.iter().filter_map(|step| {
        let source = entry.sources.get(step)?;
        Some(Key {
            step: step.clone(),
            sha256: source.sha256.clone(),
        })
    })
}

/// Qué parte del trabajo se pide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// La parte de un reparto.
    pub part: Option<Part>,
    /// Solo estas personas (por su `id`, usuario, correo o nombre) o estos pasos.
    pub only: Vec<String>,
    /// También lo que ya tiene veredicto.
    pub again: bool,
}

impl Selection {
    /// Los trabajos pedidos, en orden.
    ///
    /// # Errores
    /// La palabra de `only` que no es de nadie ni de ningún paso.
    pub fn works(&self, manifest: &Manifest) -> Result<Vec<Key>, String> {
        let mine = of_manifest(manifest)
            .into_iter()
            .enumerate()
            .filter(|(position, _)| self.part.is_none_or(|part| part.has(*position)))
            .map(|(_, key)| key);
        if self.only.is_empty() {
            return Ok(mine.collect());
        }
        let steps: BTreeSet<&String> = self
            .only
            .iter()
            .filter(|word| manifest.steps.contains(word))
            .collect();
        let mut people = BTreeSet::new();
        for word in self.only.iter().filter(|word| !steps.contains(word)) {
            let found: Vec<&Entry> = manifest
                .entries
                .iter()
                .filter(|entry| is(entry, word))
                .collect();
            match found.as_slice() {
                [] => return Err(word.clone()),
                found => people.extend(found.iter().flat_map(|entry| of_entry(manifest, entry))),
            }
        }
        let all_people = steps.len() == self.only.len();
        Ok(mine
            .filter(|key| steps.is_empty() || steps.contains(&key.step))
            .filter(|key| all_people || people.contains(key))
            .collect())
    }

    /// De los trabajos pedidos, los que hay que hacer.
    ///
    /// # Errores
    /// Los de [`Selection::works`].
    pub fn pending(&self, manifest: &Manifest, journal: &Journal) -> Result<Vec<Key>, String> {
        let done = |key: &Key| {
            journal
                .code(key)
                .is_some_and(crate::model::Code::is_verdict)
        };
        let mut works = self.works(manifest)?;
        works.retain(|key| self.again || !done(key));
        Ok(works)
    }
}

/// Si `word` nombra a quien entregó `entry`.
fn is(entry: &Entry, word: &str) -> bool {
    let student = &entry.student;
    let known = [&student.username, &student.email, &student.id_number];
    entry.id == word
        || student.name.eq_ignore_ascii_case(word)
        || known
            .into_iter()
            .flatten()
            .any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Source, Student};

    fn entry(id: &str, sources: &[(&str, &str)]) -> Entry {
        Entry {
            id: id.into(),
            student: Student {
                name: format!("Nombre {id}"),
                ..Student::default()
            },
            submitted_at: None,
            sources: sources
                .iter()
                .map(|(step, sha)| {
                    let source = Source {
                        sha256: (*sha).into(),
                        bytes: 1,
                        original: "lib.rs".into(),
                    };
                    ((*step).to_owned(), source)
                })
                .collect::<BTreeMap<_, _>>(),
            notices: Vec::new(),
        }
    }

    fn manifest() -> Manifest {
        Manifest {
            steps: vec!["paso1".into(), "paso3".into()],
            entries: vec![
                entry("ana", &[("paso1", "x"), ("paso3", "y")]),
                entry("eva", &[("paso1", "x"), ("paso3", "z")]),
                entry("luis", &[]),
            ],
            notices: Vec::new(),
            toolchain: "t".into(),
            boxed: true,
        }
    }

    fn names(selection: &Selection) -> Vec<String> {
        let works = selection.works(&manifest()).unwrap();
        works
            .iter()
            .map(|key| format!("{}:{}", key.step, key.sha256))
            .collect()
    }

    #[test]
    fn two_equal_submissions_are_one_work() {
        assert_eq!(
            names(&Selection::default()),
            ["paso1:x", "paso3:y", "paso3:z"]
        );
    }

    #[test]
    fn one_person_one_step_or_both_can_be_asked_for() {
        let only = |words: &[&str]| Selection {
            only: words.iter().map(ToString::to_string).collect(),
            ..Selection::default()
        };

        assert_eq!(names(&only(&["eva"])), ["paso1:x", "paso3:z"]);
        assert_eq!(names(&only(&["nombre ana"])), ["paso1:x", "paso3:y"]);
        assert_eq!(names(&only(&["paso3"])), ["paso3:y", "paso3:z"]);
        assert_eq!(names(&only(&["paso3", "ana"])), ["paso3:y"]);
        assert_eq!(only(&["nadie"]).works(&manifest()), Err("nadie".into()));
    }

    #[test]
    fn the_parts_of_a_split_are_the_whole() {
        let mut all: Vec<String> = (1..=3)
            .flat_map(|number| {
                names(&Selection {
                    part: Some(format!("{number}/3").parse().unwrap()),
                    ..Selection::default()
                })
            })
            .collect();
        all.sort();

        assert_eq!(all, names(&Selection::default()));
    }
}
