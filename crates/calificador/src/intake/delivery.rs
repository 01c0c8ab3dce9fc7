//! Recorre la descarga y va dando la entrega de cada persona, de una en una.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::model::{Notice, NoticeKind};

use super::archive::Archive;
use super::folder::{Folder, sorted_names};
use super::group::{self, Group, Layout, Seen, Who};
use super::limits;
use super::moodle;
use super::name::{from_disk, shown, without_extension};
use super::shelf::{Item, Shelf};
use super::step::StepSpec;

/// La entrega de una persona, sin abrir.
pub struct Delivery<'a> {
    /// De quién es.
    pub who: Who,
    /// Lo que hay en ella.
    pub items: Vec<Item>,
    /// De dónde se lee.
    pub shelf: &'a mut dyn Shelf,
    /// Lo que ya se sabe que hay que decir.
    pub notices: Vec<Notice>,
}

/// A quien se le da cada entrega.
pub type Visit<'a> = &'a mut dyn FnMut(Delivery) -> Result<()>;

/// Da a `visit` cada entrega de `input` y devuelve los avisos de la descarga entera.
///
/// # Errores
/// Si `input` no se puede leer o no contiene ninguna entrega; o el error de `visit`.
pub fn each(input: &Path, steps: &[StepSpec], visit: Visit) -> Result<Vec<Notice>> {
    let broken = || format!("no se puede leer {}", input.display());
    let data = fs::metadata(input).with_context(broken)?;
    let mut walk = Walk {
        steps,
        notices: Vec::new(),
    };
    if data.is_dir() {
        walk.folder(input, visit)?;
    } else if is_called(input, ".zip") {
        walk.archive(input, visit)?;
    } else if is_called(input, ".rs") {
        Walk::alone(input, visit)?;
    } else {
        bail!(
            "{} no es una carpeta, ni un zip, ni un archivo .rs: no se sabe qué entregas hay ahí",
            input.display()
        );
    }
    Ok(walk.notices)
}

struct Walk<'a> {
    steps: &'a [StepSpec],
    notices: Vec<Notice>,
}

impl Walk<'_> {
    /// Una carpeta con las entregas, o con la de una persona.
    fn folder(&mut self, root: &Path, visit: Visit) -> Result<()> {
        let (seen, paths) = survey(root)?;
        let (downloads, seen): (Vec<Seen>, Vec<Seen>) = seen.into_iter().partition(|thing| {
            !thing.folder && paths.get(&thing.top).is_some_and(|path| is_download(path))
        });
        for download in &downloads {
            self.archive(&paths[&download.top], visit)?;
        }
        if !downloads.is_empty() && seen.is_empty() {
            return Ok(());
        }
        match group::layout(&seen, self.steps) {
            Layout::Wrapped(top) => self.folder(&paths[&top], visit),
            Layout::Single => Self::alone(root, visit),
            Layout::Class { groups, stray } => {
                self.set_aside(&stray);
                for group in groups {
                    deliver_from_disk(group, &paths, visit)?;
                }
                Ok(())
            }
        }
    }

    /// La entrega de una sola persona, que se llama como su carpeta o su archivo.
    fn alone(path: &Path, visit: Visit) -> Result<()> {
        let path = fs::canonicalize(path)
            .with_context(|| format!("no se puede leer {}", path.display()))?;
        let (name, _) = from_disk(path.file_name().unwrap_or_default());
        let who = without_extension(&name, &[".rs"]).unwrap_or(&name);
        let group = Group {
            who: Who {
                id: who.to_owned(),
                name: who.to_owned(),
                ..Who::default()
            },
            parts: vec![group::Part {
                top: name.clone(),
                called: name.clone(),
                text: false,
            }],
        };
        deliver_from_disk(group, &BTreeMap::from([(name, path)]), visit)
    }

    /// Un zip con las entregas, o con la de una persona.
    fn archive(&mut self, path: &Path, visit: Visit) -> Result<()> {
        let broken = || format!("no se puede abrir {}", path.display());
        let file = File::open(path).with_context(broken)?;
        let mut archive = Archive::open(file, limits::CLASS_ENTRIES).with_context(broken)?;
        let mut items = archive.take_items();
        loop {
            let seen: Vec<Seen> = items.iter().map(seen_in).collect();
            match group::layout(&seen, self.steps) {
                Layout::Wrapped(top) => items = inside(items, &top),
                Layout::Single => {
                    let stem = path.file_stem().unwrap_or_default();
                    let name = from_disk(stem).0;
                    return visit(Delivery {
                        who: Who {
                            id: name.clone(),
                            name,
                            ..Who::default()
                        },
                        items,
                        shelf: &mut archive,
                        notices: Vec::new(),
                    });
                }
                Layout::Class { groups, stray } => {
                    self.set_aside(&stray);
                    return deliver_from_archive(groups, items, &mut archive, visit);
                }
            }
        }
    }

    /// Lo que no es de nadie.
    fn set_aside(&mut self, stray: &[String]) {
        for name in stray.iter().take(limits::NOTICES_OF_A_KIND) {
            let text = if without_extension(name, &[".csv"]).is_some() {
                format!(
                    "«{}» parece una hoja de calificaciones: si lo es, dila con --hoja",
                    shown(name)
                )
            } else {
                format!("«{}» no es la entrega de nadie", shown(name))
            };
            self.notices.push(Notice::new(NoticeKind::Ignored, text));
        }
    }
}

/// Reparte lo que hay en un zip entre sus dueños.
fn deliver_from_archive(
    groups: Vec<Group>,
    items: Vec<Item>,
    archive: &mut Archive,
    visit: Visit,
) -> Result<()> {
    let mut by_top = BTreeMap::<String, Vec<Item>>::new();
    for item in items {
        by_top.entry(item.path[0].clone()).or_default().push(item);
    }
    for group in groups {
        let mut mine = Vec::new();
        let mut notices = Vec::new();
        for part in &group.parts {
            if part.text {
                notices.push(written_in_the_page());
                continue;
            }
            for mut item in by_top.remove(&part.top).unwrap_or_default() {
                if item.path.len() == 1 {
                    item.path[0].clone_from(&part.called);
                } else {
                    item.path.remove(0);
                }
                mine.push(item);
            }
        }
        visit(Delivery {
            who: group.who,
            items: mine,
            shelf: archive,
            notices,
        })?;
    }
    Ok(())
}

/// La entrega de una persona que está en el disco. Que no se pueda leer algo suyo se
/// dice, y no estorba a las demás.
fn deliver_from_disk(group: Group, paths: &BTreeMap<String, PathBuf>, visit: Visit) -> Result<()> {
    let mut folder = Folder::default();
    let mut notices = Vec::new();
    for part in &group.parts {
        if part.text {
            notices.push(written_in_the_page());
            continue;
        }
        let Some(path) = paths.get(&part.top) else {
            continue;
        };
        if let Err(error) = folder.add(path, &part.called) {
            let text = format!(
                "no se puede leer toda su entrega: {}",
                castellano::errno::describe_io(&error)
            );
            notices.push(Notice::new(NoticeKind::Rejected, text));
        }
        if path.file_name().is_some_and(|name| name.to_str().is_none()) {
            let text = "el nombre de su carpeta no está en UTF-8, y se lee como Latin-1";
            notices.push(Notice::new(NoticeKind::Encoding, text));
        }
    }
    if folder.cut_short {
        let text = "tiene demasiados archivos o demasiadas carpetas: no se han mirado todos";
        notices.push(Notice::new(NoticeKind::Rejected, text));
    }
    visit(Delivery {
        who: group.who,
        items: folder.take_items(),
        shelf: &mut folder,
        notices,
    })
}

fn written_in_the_page() -> Notice {
    let text = "entregó texto escrito en la página, que no se califica: pídele el archivo";
    Notice::new(NoticeKind::Ignored, text)
}

/// Los dos primeros niveles de una carpeta, y dónde está cada cosa del primero.
fn survey(root: &Path) -> Result<(Vec<Seen>, BTreeMap<String, PathBuf>)> {
    let broken = || format!("no se puede leer la carpeta {}", root.display());
    let mut seen = Vec::new();
    let mut paths = BTreeMap::new();
    for name in sorted_names(root).with_context(broken)? {
        let path = root.join(&name);
        let top = unrepeated(&from_disk(&name).0, &paths);
        let folder = fs::symlink_metadata(&path).with_context(broken)?.is_dir();
        // Que no se deje mirar es cosa de una entrega: se dirá al abrirla.
        let inside = if folder {
            sorted_names(&path).unwrap_or_default()
        } else {
            Vec::new()
        };
        seen.push(Seen {
            top: top.clone(),
            inside: None,
            folder,
        });
        seen.extend(inside.iter().map(|name| Seen {
            top: top.clone(),
            inside: Some(from_disk(name).0),
            folder,
        }));
        paths.insert(top, path);
    }
    Ok((seen, paths))
}

/// `name`, u otro parecido si ya está: dos nombres que no son UTF-8 pueden leerse igual.
fn unrepeated(name: &str, taken: &BTreeMap<String, PathBuf>) -> String {
    let mut free = name.to_owned();
    for turn in 2.. {
        if !taken.contains_key(&free) {
            break;
        }
        free = format!("{name} #{turn}");
    }
    free
}

/// Si el zip de `path` es una descarga de Moodle, y no la entrega de una persona.
fn is_download(path: &Path) -> bool {
    let name = from_disk(path.file_name().unwrap_or_default()).0;
    if !is_called(path, ".zip") || moodle::parse(&name).is_some() {
        return false;
    }
    let Ok(file) = File::open(path) else {
        return false;
    };
    Archive::open(file, limits::CLASS_ENTRIES).is_ok_and(|mut archive| {
        let mut items = archive.take_items().into_iter();
        items.any(|item| moodle::parse(&item.path[0]).is_some())
    })
}

fn is_called(path: &Path, extension: &str) -> bool {
    let name = from_disk(path.file_name().unwrap_or_default()).0;
    without_extension(&name, &[extension]).is_some()
}

fn seen_in(item: &Item) -> Seen {
    Seen {
        top: item.path[0].clone(),
        inside: item.path.get(1).cloned(),
        folder: item.path.len() > 1,
    }
}

/// Lo que hay dentro de la carpeta `top`, que deja de formar parte de las rutas.
fn inside(items: Vec<Item>, top: &str) -> Vec<Item> {
    items
        .into_iter()
        .filter(|item| item.path.len() > 1 && item.path[0] == top)
        .map(|mut item| {
            item.path.remove(0);
            item
        })
        .collect()
}
