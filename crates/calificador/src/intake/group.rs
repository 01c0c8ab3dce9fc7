//! De quién es cada cosa, por cómo está ordenada la descarga.

use std::collections::{BTreeMap, BTreeSet};

use super::moodle::{self, Submitted};
use super::name::without_extension;
use super::step::StepSpec;

/// Algo que se ve en los dos primeros niveles de la descarga.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// El primer componente de su ruta.
    pub top: String,
    /// El segundo, si está dentro de una carpeta.
    pub inside: Option<String>,
    /// Si el primero es una carpeta.
    pub folder: bool,
}

/// Cómo está ordenada.
#[derive(Debug, PartialEq, Eq)]
pub enum Layout {
    /// Todo está dentro de una sola carpeta, que no es de nadie.
    Wrapped(String),
    /// Es la entrega de una sola persona.
    Single,
    /// Hay una entrega por persona.
    Class {
        /// Cada persona, en el orden de sus nombres.
        groups: Vec<Group>,
        /// Lo que no es de nadie.
        stray: Vec<String>,
    },
}

/// La entrega de una persona: una carpeta, un archivo, o varios.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// De quién.
    pub who: Who,
    /// Dónde está.
    pub parts: Vec<Part>,
}

/// De quién es una entrega, por lo que dice su nombre.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// El número de Moodle, o la carpeta.
    pub id: String,
    /// El nombre, a la letra.
    pub name: String,
    /// El nombre de usuario, si está.
    pub username: Option<String>,
    /// Si `id` es un número de Moodle: dos iguales son la misma persona, y dos
    /// distintos no lo son aunque se llamen igual.
    pub numbered: bool,
}

impl Who {
    /// Si la descarga tapa su nombre con un «Participante 101».
    pub fn is_anonymous(&self) -> bool {
        let covered = self.name.strip_suffix(&self.id).map(str::trim_end);
        self.numbered && covered.is_some_and(moodle::is_anonymous)
    }
}

/// Un trozo de la entrega.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// El primer componente de sus rutas.
    pub top: String,
    /// Si es un archivo suelto, cómo se llama sin lo que puso el aula.
    pub called: String,
    /// Si es texto escrito en la página, que no se califica.
    pub text: bool,
}

/// Ordena lo que se ve.
pub fn layout(seen: &[Seen], steps: &[StepSpec]) -> Layout {
    let mut tops: BTreeMap<&str, (bool, BTreeSet<&str>)> = BTreeMap::new();
    for thing in seen.iter().filter(|thing| !is_junk(&thing.top)) {
        let (folder, inside) = tops.entry(&thing.top).or_default();
        *folder |= thing.folder;
        inside.extend(thing.inside.as_deref());
    }
    if tops.keys().any(|top| moodle::parse(top).is_some()) {
        return class(&tops);
    }
    if is_submission(&tops, steps) {
        return Layout::Single;
    }
    let mut folders = tops.iter().filter(|(_, (folder, _))| *folder);
    let works = |top: &str| without_extension(top, &[".zip", ".rs"]).is_some();
    if let (Some((top, (_, inside))), None) = (folders.next(), folders.next())
        && !tops.keys().any(|other| works(other))
    {
        let inner = inside
            .iter()
            .map(|name| (*name, (false, BTreeSet::new())))
            .collect();
        if !is_submission(&inner, steps) && !inside.is_empty() {
            return Layout::Wrapped((*top).to_owned());
        }
    }
    class(&tops)
}

/// Si lo que hay es de una sola persona: el curso, un paso, o sus archivos sueltos.
fn is_submission(tops: &BTreeMap<&str, (bool, BTreeSet<&str>)>, steps: &[StepSpec]) -> bool {
    tops.iter().any(|(top, (folder, inside))| {
        let tagged = || steps.iter().any(|step| step.is_named_in(top));
        match without_extension(top, &[".rs"]) {
            Some(_) if !*folder => top.eq_ignore_ascii_case("lib.rs") || tagged(),
            _ => {
                matches!(*top, "exercises" | "src" | "Cargo.toml" | ".git")
                    || tagged() && (inside.contains("src") || inside.contains("lib.rs"))
            }
        }
    })
}

/// Archivos que deja el sistema y de los que no merece la pena hablar.
fn is_junk(top: &str) -> bool {
    matches!(top, "__MACOSX" | ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn class(tops: &BTreeMap<&str, (bool, BTreeSet<&str>)>) -> Layout {
    let clones: Vec<&str> = tops
        .iter()
        .filter(|(_, (_, inside))| inside.contains(".git"))
        .map(|(top, _)| *top)
        .collect();
    let prefix = common_prefix(&clones);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut stray = Vec::new();
    for (top, (folder, _)) in tops {
        let Some((who, part)) = owner(top, *folder, &clones, prefix) else {
            stray.push((*top).to_owned());
            continue;
        };
        // Con el mismo número de Moodle y con lo mismo delante, es la misma entrega: sus
        // archivos y su texto, o sus archivos uno a uno.
        let key = format!("{}\0{}\0{}", who.numbered, who.id, who.name);
        groups
            .entry(key)
            .or_insert_with(|| Group {
                who,
                parts: Vec::new(),
            })
            .parts
            .push(part);
    }
    Layout::Class {
        groups: groups.into_values().collect(),
        stray,
    }
}

/// De quién es lo que se llama `top`.
fn owner(top: &str, folder: bool, clones: &[&str], prefix: &str) -> Option<(Who, Part)> {
    let part = |called: &str, text| Part {
        top: top.to_owned(),
        called: called.to_owned(),
        text,
    };
    if let Some(label) = moodle::parse(top) {
        let text = label.kind == Submitted::Text;
        let part = part(&label.rest, text);
        let who = Who {
            id: label.id,
            name: label.name,
            username: label.username,
            numbered: true,
        };
        return Some((who, part));
    }
    let name = if folder {
        top
    } else {
        without_extension(top, &[".zip", ".rs"])?
    };
    let username = clones
        .contains(&top)
        .then(|| top.strip_prefix(prefix).filter(|rest| !rest.is_empty()))
        .flatten();
    let who = Who {
        id: name.to_owned(),
        name: name.to_owned(),
        username: username.map(str::to_owned),
        numbered: false,
    };
    Some((who, part(top, false)))
}

/// Lo que comparten los nombres de todos los clones hasta un guion: el de la tarea.
fn common_prefix<'a>(names: &[&'a str]) -> &'a str {
    let Some((first, rest)) = names.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return "";
    };
    let dashes = first.rmatch_indices('-').map(|(at, dash)| at + dash.len());
    dashes
        .map(|end| &first[..end])
        .find(|prefix| rest.iter().all(|name| name.starts_with(prefix)))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Vec<StepSpec> {
        ["paso1", "paso3"]
            .map(|name| StepSpec::new(name, "pub fn f() {}"))
            .to_vec()
    }

    /// Lo que se ve con estas rutas.
    fn layout_of(paths: &[&str]) -> Layout {
        let seen: Vec<Seen> = paths
            .iter()
            .map(|path| {
                let mut parts = path.split('/').map(str::to_owned);
                Seen {
                    top: parts.next().unwrap(),
                    inside: parts.next(),
                    folder: path.contains('/'),
                }
            })
            .collect();
        layout(&seen, &steps())
    }

    fn people(layout: Layout) -> Vec<(String, usize)> {
        match layout {
            Layout::Class { groups, .. } => groups
                .into_iter()
                .map(|group| (group.who.id, group.parts.len()))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_files_and_the_text_of_one_participant_are_one_submission() {
        let people = people(layout_of(&[
            "Ana_7_assignsubmission_file/lib.rs",
            "Ana_7_assignsubmission_onlinetext/onlinetext.html",
            "Luis_8_assignsubmission_file_lib.rs",
        ]));

        assert_eq!(people, [("7".to_owned(), 2), ("8".to_owned(), 1)]);
    }

    #[test]
    fn a_folder_around_the_class_is_not_a_student() {
        assert_eq!(
            layout_of(&["semana3/Ana", "semana3/Luis", "__MACOSX/x"]),
            Layout::Wrapped("semana3".into())
        );
        assert_eq!(
            people(layout_of(&["Ana/src", "Ana/Cargo.toml"])),
            [("Ana".to_owned(), 1)]
        );
    }

    #[test]
    fn the_work_of_one_person_is_recognised() {
        for paths in [
            &["exercises/paso3", "Cargo.toml"][..],
            &["lib.rs"],
            &["paso1/src", "paso3/src"],
            &["paso1.rs", "paso3.rs"],
            &["src/lib.rs"],
        ] {
            assert_eq!(layout_of(paths), Layout::Single, "{paths:?}");
        }
    }

    #[test]
    fn zips_and_files_with_names_are_one_person_each() {
        assert_eq!(
            people(layout_of(&[
                "Ana López.zip",
                "Luis.rs",
                "notas.csv",
                "Eva/lib.rs"
            ])),
            [
                ("Ana López".to_owned(), 1),
                ("Eva".to_owned(), 1),
                ("Luis".to_owned(), 1)
            ]
        );
    }

    #[test]
    fn the_user_of_a_clone_comes_after_the_name_of_the_assignment() {
        let Layout::Class { groups, .. } = layout_of(&[
            "semana-3-ana/.git",
            "semana-3-luis-perez/.git",
            "semana-3-eva/.git",
        ]) else {
            panic!("es una clase");
        };

        let users: Vec<_> = groups
            .iter()
            .filter_map(|group| group.who.username.as_deref())
            .collect();

        assert_eq!(users, ["ana", "eva", "luis-perez"]);
    }
}
