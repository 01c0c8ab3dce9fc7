//! Preparar las bibliotecas del curso, en otro proceso y bajo un vigía.
//!
//! Lo hace `cargo`, que puede tardar y que lanza a muchos más: si matan al servidor
//! entre tanto, no debe quedar nadie compilando para nadie.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::allowance::PREPARATION;
use super::frames::Outcome;
use super::guarded::{Guardhouse, OURSELVES};
use super::libraries;
use super::task::Task;
use super::teller::{Teller, Word};
use crate::compile::Toolchain;
use crate::outcome::sentence;

/// El primer argumento de `taller` que lo convierte en quien prepara las bibliotecas.
/// Detrás va la raíz del curso.
pub const ORDER: &str = "preparador-de-bibliotecas";

/// Lo que dice al acabar.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Ready(Toolchain),
    Failed(String),
}

/// Prepara las del curso y dice dónde están, por la salida estándar.
///
/// # Errores
/// Si falta el curso. Que no compilen no es un error: se cuenta como lo demás.
pub fn work(mut args: impl Iterator<Item = OsString>) -> Result<()> {
    let root: PathBuf = args.next().context("falta el curso")?.into();
    let ready = Toolchain::prepare(&root).and_then(|mut toolchain| {
        libraries::gather(&root, &mut toolchain)?;
        Ok(toolchain)
    });
    let answer = ready.map_or_else(|error| Answer::Failed(sentence(&error)), Answer::Ready);
    crate::terminal::print(&format!("{}\n", serde_json::to_string(&answer)?))
}

/// Las bibliotecas del curso de `root`, listas para usarse.
///
/// # Errores
/// Si no hay compilador, o no compilan.
pub async fn prepare(root: &Path, guards: &Guardhouse) -> Result<Toolchain> {
    let task = Task {
        allowance: PREPARATION,
        folder: Some(root.to_owned()),
        // A `cargo` le hace falta el nuestro: dónde está, qué compilador, qué red.
        environment: std::env::vars_os().collect(),
        command: vec![OURSELVES.into(), ORDER.into(), root.into()],
    };
    let mut worker = Teller::start(guards, &task).await?;
    let mut said = Vec::new();
    let ending = loop {
        match worker.next().await? {
            Word::Line(line) => said = line,
            Word::End(ending) => break ending,
        }
    };
    if ending.outcome != (Outcome::Exited { code: 0 }) {
        bail!("la preparación de las bibliotecas del curso se ha interrumpido");
    }
    match serde_json::from_slice(&said).context("no se entiende a quien prepara")? {
        Answer::Ready(toolchain) => Ok(toolchain),
        Answer::Failed(why) => bail!("{why}"),
    }
}
