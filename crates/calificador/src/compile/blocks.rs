//! Lo que puede usar el código que se ejecuta desde una página: las bibliotecas del
//! curso, ya compiladas, y el compilador que las entiende.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::cargo::{self, Metadata};
use super::prebuilt::{REFERENCES, libraries};

/// `rustc` y las bibliotecas que `cargo` compiló con él.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Toolchain {
    /// El ejecutable de `rustc`, sin intermediarios: rustup tardaría en encontrarlo
    /// cada vez.
    pub rustc: PathBuf,
    /// Lo que dice `rustc -vV`.
    pub version: String,
    /// La carpeta de la biblioteca estándar.
    pub standard: PathBuf,
    /// Las bibliotecas: nombre en el código y archivo.
    pub externs: BTreeMap<String, PathBuf>,
    /// Los archivos de todas, también de las que solo usan otras bibliotecas.
    pub libraries: Vec<PathBuf>,
}

impl Toolchain {
    /// La de `root`, compilando con `cargo` lo que falte.
    ///
    /// # Errores
    /// Si no hay compilador o las bibliotecas del curso no compilan.
    pub fn prepare(root: &Path) -> Result<Self> {
        let (externs, libraries) = course_libraries(root)?;
        Ok(Self {
            externs,
            libraries,
            ..Self::bare(root)?
        })
    }

    /// Solo el compilador que se usa en `root`, sin las bibliotecas del curso.
    ///
    /// # Errores
    /// Si no hay compilador.
    pub fn bare(root: &Path) -> Result<Self> {
        let asked = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
        let sysroot = PathBuf::from(ask(root, &asked, &["--print", "sysroot"])?.trim());
        let direct = sysroot.join("bin/rustc");
        let rustc = if direct.is_file() {
            direct
        } else {
            asked.into()
        };
        let version = ask(root, rustc.as_os_str(), &["-vV"])?;
        let standard = ask(root, rustc.as_os_str(), &["--print", "target-libdir"])?;
        Ok(Self {
            rustc,
            version,
            standard: standard.trim().into(),
            externs: BTreeMap::new(),
            libraries: Vec::new(),
        })
    }

    /// Las carpetas donde están las bibliotecas de las bibliotecas.
    pub fn library_folders(&self) -> BTreeSet<PathBuf> {
        super::prebuilt::library_folders(self.externs.values())
    }
}

fn ask(root: &Path, rustc: &std::ffi::OsStr, args: &[&str]) -> Result<String> {
    let output = Command::new(rustc)
        .current_dir(root)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .context("no se puede ejecutar rustc; ¿está instalado Rust?")?;
    ensure!(
        output.status.success(),
        "rustc no dice dónde está instalado"
    );
    String::from_utf8(output.stdout).context("rustc no contesta en UTF-8")
}

/// Las dependencias de los programas del curso. Un curso sin ese paquete no tiene
/// ninguna: sus bloques usan solo la biblioteca estándar. Detrás, los archivos de todo
/// lo que hizo falta para ellas.
fn course_libraries(root: &Path) -> Result<(BTreeMap<String, PathBuf>, Vec<PathBuf>)> {
    let Ok(metadata) = cargo::metadata(root) else {
        return Ok(Default::default());
    };
    let Some(programs) = metadata.packages.iter().find(|p| p.name == REFERENCES) else {
        return Ok(Default::default());
    };
    let known = metadata.resolve.dependencies(&programs.id);
    let built = cargo::build(root, &course_crates(root, &metadata, &known), &|_| ())?;
    if let Some(said) = &built.failure {
        bail!(
            "las bibliotecas del curso no compilan:\n{}",
            said.trim_end()
        );
    }
    let rlibs = libraries(&built.artifacts);
    let mut externs: BTreeMap<String, PathBuf> = known
        .into_iter()
        .filter_map(|(name, id)| Some((name, rlibs.get(id.as_str())?.to_path_buf())))
        .collect();
    let libc = built.artifacts.iter().find(|a| a.target.name == "libc");
    let rlib = libc.and_then(|libc| rlibs.get(libc.package_id.as_str()));
    externs.extend(rlib.map(|rlib| ("libc".to_owned(), rlib.to_path_buf())));
    let files = built
        .artifacts
        .iter()
        .flat_map(|artifact| &artifact.filenames);
    let is_library = |file: &&PathBuf| file.extension().is_some_and(|ext| ext == "rlib");
    let all: BTreeSet<PathBuf> = files.filter(is_library).cloned().collect();
    Ok((externs, all.into_iter().collect()))
}

/// Las que viven con las soluciones: con ellas se compila también `nix`.
fn course_crates(
    root: &Path,
    metadata: &Metadata,
    known: &std::collections::HashMap<String, String>,
) -> Vec<String> {
    let solutions = root.join("solutions");
    metadata
        .packages
        .iter()
        .filter(|p| known.values().any(|id| *id == p.id) && p.manifest_path.starts_with(&solutions))
        .flat_map(|package| ["--package".to_owned(), package.name.clone()])
        .collect()
}
