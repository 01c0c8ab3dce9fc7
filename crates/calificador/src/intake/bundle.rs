//! Todo lo que entregó una persona: sus archivos y los de los zip que vengan dentro.

use crate::model::{Notice, NoticeKind};

use super::archive::Archive;
use super::limits;
use super::name::{shown, without_extension};
use super::shelf::{Item, Kind, Refusal, Shelf};

/// Formatos que se reconocen para decir que no se abren.
const OTHER_ARCHIVES: [&str; 8] = [
    ".rar", ".7z", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".gz",
];

/// Un archivo de la entrega, y en qué estante está.
#[derive(Debug, Clone)]
pub struct Found {
    /// El archivo.
    pub item: Item,
    /// `None`, en el de fuera; si no, en el zip de ese número.
    nested: Option<usize>,
}

/// La entrega entera.
pub struct Bundle<'a> {
    outer: &'a mut dyn Shelf,
    nested: Vec<Archive>,
    /// Los archivos corrientes, en orden.
    pub files: Vec<Found>,
    /// Lo que hay que decir de lo que no se abre.
    pub notices: Vec<Notice>,
}

impl<'a> Bundle<'a> {
    /// Mira lo que hay en `items` y abre los zip que haya, pero no los de dentro.
    pub fn open(outer: &'a mut dyn Shelf, items: Vec<Item>) -> Self {
        let mut bundle = Self {
            outer,
            nested: Vec::new(),
            files: Vec::new(),
            notices: Vec::new(),
        };
        for item in items {
            if item.kind == Kind::File && is_zip(&item) {
                bundle.open_nested(&item);
            } else {
                bundle.keep(item, None);
            }
        }
        bundle.files.sort_by(|one, other| {
            let key = |found: &Found| (found.item.path.clone(), found.item.handle);
            key(one).cmp(&key(other))
        });
        bundle
    }

    /// Los bytes de un archivo, si no son más de `limit`.
    pub fn read(&mut self, found: &Found, limit: u64) -> Result<Vec<u8>, Refusal> {
        match found.nested {
            None => self.outer.read(found.item.handle, limit),
            Some(index) => self
                .nested
                .get_mut(index)
                .ok_or(Refusal::Broken)?
                .read(found.item.handle, limit),
        }
    }

    fn open_nested(&mut self, zip: &Item) {
        let opened = if self.nested.len() >= limits::NESTED_ARCHIVES {
            Err(Refusal::TooMany(limits::NESTED_ARCHIVES))
        } else {
            self.outer
                .spool(zip.handle, limits::NESTED_BYTES)
                .and_then(|file| Archive::open(file, limits::PERSON_ENTRIES))
        };
        let mut archive = match opened {
            Ok(archive) => archive,
            Err(refusal) => return self.refuse(&zip.full_path(), &refusal),
        };
        for mut item in archive.take_items() {
            item.path.splice(0..0, zip.path.iter().cloned());
            if item.kind == Kind::File && is_zip(&item) {
                let text = format!(
                    "no se abre «{}»: es un zip dentro de otro zip",
                    shown(&item.full_path())
                );
                // Quizá esté ahí lo que se pide: sin mirarlo no se puede decir que falte.
                self.notices.push(Notice::new(NoticeKind::Rejected, text));
            } else {
                self.keep(item, Some(self.nested.len()));
            }
        }
        self.nested.push(archive);
    }

    fn keep(&mut self, item: Item, nested: Option<usize>) {
        match item.kind {
            Kind::File if without_extension(item.name(), &OTHER_ARCHIVES).is_some() => {
                let text = format!(
                    "no se abre «{}»: de los archivos comprimidos solo se abren los zip",
                    shown(&item.full_path())
                );
                self.notices.push(Notice::new(NoticeKind::Rejected, text));
            }
            Kind::File => self.files.push(Found { item, nested }),
            Kind::Flawed(flaw) => {
                let text = format!("no se abre «{}»: {flaw}", shown(&item.full_path()));
                self.notices.push(Notice::new(NoticeKind::Rejected, text));
            }
        }
    }

    /// Anota que `path` no se ha podido leer.
    pub fn refuse(&mut self, path: &str, refusal: &Refusal) {
        let text = format!("no se lee «{}»: {refusal}", shown(path));
        self.notices.push(Notice::new(NoticeKind::Rejected, text));
    }
}

/// Si por su nombre es un zip.
fn is_zip(item: &Item) -> bool {
    without_extension(item.name(), &[".zip"]).is_some()
}

/// De cada clase, los primeros avisos; y de los demás, cuántos son.
pub fn abridged(notices: Vec<Notice>) -> Vec<Notice> {
    let mut counts = std::collections::BTreeMap::<NoticeKind, usize>::new();
    let mut kept = Vec::new();
    for notice in notices {
        let count = counts.entry(notice.kind).or_default();
        *count += 1;
        if *count <= limits::NOTICES_OF_A_KIND {
            kept.push(notice);
        }
    }
    for (kind, count) in counts {
        if count > limits::NOTICES_OF_A_KIND {
            let more = count - limits::NOTICES_OF_A_KIND;
            kept.push(Notice::new(
                kind,
                format!("… y {more} avisos más como estos"),
            ));
        }
    }
    kept
}
