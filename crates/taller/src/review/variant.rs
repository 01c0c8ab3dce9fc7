//! Las variantes de un paso: qué archivos hay y cómo debe salir cada uno.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::compare::{Discrepancy, Expectation};
use super::header;
use super::report::Finding;
use crate::step::Step;

/// De qué clase es una variante.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// La referencia.
    Solution,
    /// Lo que recibe el estudiante, sin escribir.
    Stub,
    /// Una respuesta equivocada conocida.
    Mistake,
    /// Una respuesta correcta, pero distinta de la referencia.
    Alternative,
}

/// Un archivo del que se sabe de antemano cómo debe salir.
#[derive(Debug, Clone)]
pub struct Variant {
    /// El paso.
    pub step: String,
    /// De qué clase es.
    pub kind: Kind,
    /// El archivo que la distingue.
    pub source: PathBuf,
    /// Cómo debe salir.
    pub expectation: Expectation,
}

/// Las variantes de un paso, y lo que no se ha podido entender de sus archivos.
#[derive(Debug, Default)]
pub struct Variants {
    pub ready: Vec<Variant>,
    pub findings: Vec<Finding>,
}

/// Las variantes de `step` en el curso de `root`.
///
/// Un paso sin `src/lib.rs` no tiene nada que escribir: solo tiene su programa.
///
/// # Errores
/// Si hay un archivo que no se puede leer.
pub fn of(root: &Path, step: &Step) -> Result<Variants> {
    let stub = step.folder.join("src/lib.rs");
    let solution = root.join("solutions").join(&step.name);
    let mut variants = Variants::default();
    let mut add = |kind, source: PathBuf, expectation| {
        variants.ready.push(Variant {
            step: step.name.clone(),
            kind,
            source,
            expectation,
        });
    };
    if !stub.is_file() {
        let program = step.folder.join("src/main.rs");
        add(Kind::Solution, program, Expectation::Passes);
        return Ok(variants);
    }
    add(
        Kind::Solution,
        solution.join("src/lib.rs"),
        Expectation::Passes,
    );
    add(Kind::Stub, stub, Expectation::Unwritten);
    let wrong = solution.join("equivocadas");
    variants.gather(&wrong, step, Kind::Mistake, &|text| {
        header::mistake(text).map(Expectation::Caught)
    })?;
    variants.gather(
        &solution.join("alternativas"),
        step,
        Kind::Alternative,
        &|text| header::alternative(text).map(|_| Expectation::Passes),
    )?;
    if !variants.ready.iter().any(|v| v.kind == Kind::Mistake) {
        // Un juez al que nadie ha puesto a prueba no es de fiar.
        variants.findings.push(Finding::at(
            &wrong,
            Discrepancy::new(
                "alguna respuesta equivocada, para probar al juez",
                "no hay ninguna",
            ),
        ));
    }
    Ok(variants)
}

impl Variants {
    fn gather(
        &mut self,
        folder: &Path,
        step: &Step,
        kind: Kind,
        read_header: &dyn Fn(&str) -> Result<Expectation, String>,
    ) -> Result<()> {
        for source in files(folder)? {
            let text = fs::read_to_string(&source)
                .with_context(|| format!("no se puede leer {}", source.display()))?;
            match read_header(&text) {
                Ok(expectation) => self.ready.push(Variant {
                    step: step.name.clone(),
                    kind,
                    source,
                    expectation,
                }),
                Err(complaint) => self.findings.push(Finding::at(
                    &source,
                    Discrepancy::new("una cabecera bien escrita", complaint),
                )),
            }
        }
        Ok(())
    }
}

/// Los archivos de una carpeta, por orden; ninguno si la carpeta no existe.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = || format!("no se puede leer la carpeta {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
