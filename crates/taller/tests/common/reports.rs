//! Los informes de una clase, para comparar los de dos.

use std::fs;
use std::path::{Path, PathBuf};

/// Los que hay en una carpeta de trabajo, salvo lo que se tardó.
pub fn reports(output: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = output.join("informes");
    super::files(&folder)
        .into_iter()
        .filter(|path| !path.ends_with("tiempos.csv"))
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

/// Que dos clases tengan los mismos informes, byte a byte.
#[track_caller]
pub fn same(one: &[(PathBuf, Vec<u8>)], other: &[(PathBuf, Vec<u8>)]) {
    let names = |all: &[(PathBuf, Vec<u8>)]| -> Vec<PathBuf> {
        all.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(one), names(other));
    for ((name, bytes), (_, again)) in one.iter().zip(other) {
        assert!(bytes == again, "{} no es igual", name.display());
    }
}
