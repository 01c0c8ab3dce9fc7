//! Dónde está el programa que se nombra, como lo buscaría la consola.

use std::env;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// La ruta del programa: la que se da si lleva barra, y si no la del `PATH`. Si
/// no está, se deja como se escribió: el explorador dirá qué pasa.
pub fn locate(name: &OsStr) -> PathBuf {
    find(name, env::var_os("PATH").as_deref()).unwrap_or_else(|| PathBuf::from(name))
}

fn find(name: &OsStr, path: Option<&OsStr>) -> Option<PathBuf> {
    if name.as_bytes().contains(&b'/') {
        return None;
    }
    env::split_paths(path?)
        .map(|folder| folder.join(name))
        .find(|candidate| is_program(candidate))
}

fn is_program(candidate: &Path) -> bool {
    candidate
        .metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::find;
    use std::ffi::OsStr;
    use std::path::Path;

    #[test]
    fn sin_barra_se_busca_en_el_path() {
        let path = Some(OsStr::new("/no/existe:/bin"));

        assert_eq!(
            find(OsStr::new("sh"), path).as_deref(),
            Some(Path::new("/bin/sh"))
        );
        assert_eq!(find(OsStr::new("./sh"), path), None);
        assert_eq!(find(OsStr::new("no-existe-de-verdad"), path), None);
    }
}
