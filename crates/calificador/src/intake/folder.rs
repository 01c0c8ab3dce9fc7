//! Los archivos de una carpeta, sin seguir ni un enlace.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::limits;
use super::name;
use super::shelf::{Flaw, Item, Kind, Refusal, Shelf, copy_bounded};

/// Carpetas que no se recorren: son grandes y nada de dentro se pide.
const UNVISITED: [&str; 4] = [".git", "target", "node_modules", "__MACOSX"];

/// Una o varias carpetas (o archivos sueltos) de la misma persona.
#[derive(Debug, Default)]
pub struct Folder {
    paths: Vec<PathBuf>,
    items: Vec<Item>,
    /// Si alguna carpeta tenía demasiados archivos y no se miraron todos.
    pub cut_short: bool,
}

impl Folder {
    /// Lo que hay en `root`: todo lo de dentro si es una carpeta, y si es un archivo,
    /// él mismo, que se llamará `called`.
    pub fn add(&mut self, root: &Path, called: &str) -> io::Result<()> {
        self.visit(root, vec![called.to_owned()], 0)
    }

    /// Lo que se ha encontrado, en el orden de sus nombres.
    pub fn take_items(&mut self) -> Vec<Item> {
        std::mem::take(&mut self.items)
    }

    fn visit(&mut self, path: &Path, inner: Vec<String>, depth: usize) -> io::Result<()> {
        if self.items.len() >= limits::PERSON_ENTRIES {
            self.cut_short = true;
            return Ok(());
        }
        let data = fs::symlink_metadata(path)?;
        let kind = data.file_type();
        if kind.is_dir() {
            return self.visit_folder(path, &inner, depth);
        }
        let kind = if kind.is_file() {
            Kind::File
        } else if kind.is_symlink() {
            Kind::Flawed(Flaw::Symlink)
        } else {
            Kind::Flawed(Flaw::Special)
        };
        self.items.push(Item {
            path: inner,
            kind,
            bytes: data.len(),
            modified: data.mtime(),
            handle: self.paths.len(),
        });
        self.paths.push(path.to_owned());
        Ok(())
    }

    fn visit_folder(&mut self, path: &Path, inner: &[String], depth: usize) -> io::Result<()> {
        let unvisited = path
            .file_name()
            .is_some_and(|name| UNVISITED.iter().any(|other| name == *other));
        if unvisited || depth > limits::DEPTH {
            self.cut_short |= !unvisited;
            return Ok(());
        }
        // La primera carpeta es la de quien entrega: no forma parte de la ruta.
        let inner = if depth == 0 { &[] } else { inner };
        for name in sorted_names(path)? {
            let mut inner = inner.to_vec();
            inner.push(name::from_disk(&name).0);
            self.visit(&path.join(&name), inner, depth + 1)?;
        }
        Ok(())
    }

    fn open(&self, handle: usize) -> Result<File, Refusal> {
        let path = self.paths.get(handle).ok_or(Refusal::Broken)?;
        // Sin seguir enlaces y sin esperar a nadie: si entretanto se cambió por una
        // tubería, abrirla no se queda colgada.
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(nix::libc::O_NOFOLLOW | nix::libc::O_NONBLOCK)
            .open(path)
            .map_err(Refusal::System)?;
        match file.metadata() {
            Ok(data) if data.is_file() => Ok(file),
            Ok(_) => Err(Refusal::Broken),
            Err(error) => Err(Refusal::System(error)),
        }
    }
}

impl Shelf for Folder {
    fn read(&mut self, handle: usize, limit: u64) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        copy_bounded(&mut self.open(handle)?, &mut bytes, limit)?;
        Ok(bytes)
    }

    fn spool(&mut self, handle: usize, limit: u64) -> Result<File, Refusal> {
        let mut file = self.open(handle)?;
        if file.metadata().map_err(Refusal::System)?.len() > limit {
            return Err(Refusal::TooBig(limit));
        }
        file.rewind().map_err(Refusal::System)?;
        Ok(file)
    }
}

/// Los nombres de una carpeta, siempre en el mismo orden.
pub fn sorted_names(path: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let mut names: Vec<_> = fs::read_dir(path)?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn items(root: &Path) -> Vec<(String, Kind)> {
        let mut folder = Folder::default();
        folder.add(root, "x").unwrap();
        folder
            .take_items()
            .into_iter()
            .map(|item| (item.full_path(), item.kind))
            .collect()
    }

    #[test]
    fn links_and_pipes_are_seen_but_never_opened() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("src")).unwrap();
        fs::write(root.path().join("src/lib.rs"), "fn a() {}").unwrap();
        symlink("/etc", root.path().join("todo")).unwrap();
        symlink("/etc/passwd", root.path().join("lib.rs")).unwrap();
        nix::unistd::mkfifo(
            &root.path().join("tubo.rs"),
            nix::sys::stat::Mode::from_bits_truncate(0o600),
        )
        .unwrap();

        let found = items(root.path());

        assert_eq!(
            found,
            [
                ("lib.rs".to_owned(), Kind::Flawed(Flaw::Symlink)),
                ("src/lib.rs".to_owned(), Kind::File),
                ("todo".to_owned(), Kind::Flawed(Flaw::Symlink)),
                ("tubo.rs".to_owned(), Kind::Flawed(Flaw::Special)),
            ]
        );
    }

    #[test]
    fn a_link_that_appears_after_looking_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lib.rs");
        fs::write(&path, "fn a() {}").unwrap();
        let mut folder = Folder::default();
        folder.add(root.path(), "x").unwrap();
        let item = folder.take_items().remove(0);
        fs::remove_file(&path).unwrap();
        symlink("/etc/passwd", &path).unwrap();

        let refusal = folder.read(item.handle, 1 << 20).unwrap_err();

        assert!(matches!(refusal, Refusal::System(_)), "{refusal}");
    }

    #[test]
    fn a_folder_without_end_is_cut_and_said() {
        let root = tempfile::tempdir().unwrap();
        let mut deep = root.path().to_owned();
        for _ in 0..40 {
            deep.push("d");
        }
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("lib.rs"), "").unwrap();

        let mut folder = Folder::default();
        folder.add(root.path(), "x").unwrap();

        assert!(folder.take_items().is_empty());
        assert!(folder.cut_short);
    }
}
