//! El último veredicto de un paso, entero: lo que la página vuelve a enseñar.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{FOLDER, Mark};
use crate::compile::CompileError;
use crate::durable;
use crate::grade::{Grade, Outcome, Verdict};

/// Lo último que se dijo de un paso.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// La huella de lo que se corrigió.
    pub source: String,
    /// Cuándo, en UTC.
    pub graded_at: String,
    /// Qué se dijo.
    pub said: Said,
}

/// Lo que se puede decir de un paso.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// El juez dijo esto.
    Judged(Verdict),
    /// No compilaba, por esto.
    DoesNotCompile(Vec<CompileError>),
}

impl Report {
    /// El de una corrección de la que resultó `mark`.
    pub fn of(grade: &Grade, mark: &Mark) -> Option<Self> {
        let said = match &grade.outcome {
            Outcome::Judged(verdict, _) => Said::Judged(verdict.clone()),
            Outcome::DoesNotCompile(errors) => Said::DoesNotCompile(errors.clone()),
            Outcome::Unjudged(_) => return None,
        };
        Some(Self {
            source: mark.source.clone(),
            graded_at: mark.graded_at.clone(),
            said,
        })
    }

    /// El guardado del paso `name` que corresponde a `mark`. Sin él queda la nota:
    /// uno que falta, no se entiende o es de otra corrección no es un error.
    pub fn load(root: &Path, name: &str, mark: &Mark) -> Option<Self> {
        let bytes = fs::read(path(root, name)).ok()?;
        let report: Self = serde_json::from_slice(&bytes).ok()?;
        (report.source == mark.source && report.graded_at == mark.graded_at).then_some(report)
    }

    /// Lo guarda como el último del paso `name`.
    ///
    /// # Errores
    /// Si no se puede escribir en la carpeta del curso.
    pub fn save(&self, root: &Path, name: &str) -> Result<()> {
        let path = path(root, name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("no se puede crear la carpeta {}", folder.display()))?;
        }
        let text = serde_json::to_vec_pretty(self).context("no se puede escribir JSON")?;
        durable::replace(&path, &text)
    }
}

fn path(root: &Path, name: &str) -> PathBuf {
    root.join(FOLDER)
        .join("veredictos")
        .join(format!("{name}.json"))
}
