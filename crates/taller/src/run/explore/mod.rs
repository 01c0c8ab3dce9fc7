//! Explorar el programa de una página: llevarlo por todos sus órdenes.
//!
//! El explorador traza procesos, y eso no lo hace el servidor: lo hace otro proceso
//! ([`worker`]), que corre bajo un vigía igual que un programa cualquiera. Así tiene
//! plazo y límites, y si el lector se va no queda nada de él ni de lo que exploraba.

mod worker;

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};
use nix::sys::signal::Signal;
use serde::Deserialize;
use serde_json::Value;

use super::allowance::EXPLORATION;
use super::builder::program_environment;
use super::frames::{Ending, Outcome};
use super::guarded::{Guardhouse, OURSELVES};
use super::task::Task;
use super::teller::{Teller, Word};

pub use worker::{ORDER, work};

/// Lo que dice el proceso que explora, una línea cada vez.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "line")]
enum Line {
    /// Por dónde va.
    Progress { schedules: usize, outcomes: usize },
    /// Lo que encontró, como lo da [`explorador::picture::steps`].
    Found { steps: Value },
    /// Por qué no se puede explorar.
    Failed { reason: String },
}

/// Una noticia de la exploración.
#[derive(Debug)]
pub enum News {
    /// Planes probados y finales distintos hasta ahora.
    Going { schedules: usize, outcomes: usize },
    /// Se acabó.
    Over(Over),
}

/// Cómo acabó una exploración.
#[derive(Debug)]
pub struct Over {
    /// Lo que encontró, si llegó a explorar.
    pub steps: Option<Value>,
    /// En una frase: qué encontró o por qué no.
    pub summary: String,
    /// Lo que duró, en microsegundos.
    pub elapsed_us: u64,
}

/// Una exploración en marcha. Al soltarla, se para y no queda nada de ella.
#[derive(Debug)]
pub struct Exploration {
    teller: Teller,
    steps: Option<Value>,
    refusal: Option<String>,
}

impl Exploration {
    /// Pone a explorar `program`, que está dentro del curso `root`.
    ///
    /// # Errores
    /// Si el sistema no deja crear el proceso.
    pub async fn start(
        guards: &Guardhouse,
        root: &Path,
        program: &Path,
        arguments: &[String],
    ) -> Result<Self> {
        // Como lo escribiría alguien desde la carpeta del curso, para repetir un plan.
        let shown = program.strip_prefix(root).unwrap_or(program);
        let mut command: Vec<OsString> = vec![OURSELVES.into(), ORDER.into()];
        command.extend([shown.into(), program.into()]);
        command.extend(arguments.iter().map(OsString::from));
        let task = Task {
            allowance: EXPLORATION,
            folder: None,
            environment: program_environment(),
            command,
        };
        Ok(Self {
            teller: Teller::start(guards, &task).await?,
            steps: None,
            refusal: None,
        })
    }

    /// La noticia siguiente; la última es siempre [`News::Over`].
    ///
    /// # Errores
    /// Si el vigía muere sin despedirse, o lo que llega no se entiende.
    pub async fn next(&mut self) -> Result<News> {
        loop {
            let line = match self.teller.next().await? {
                Word::Line(line) => line,
                Word::End(ending) => return Ok(News::Over(self.over(&ending))),
            };
            let line = serde_json::from_slice(&line)
                .context("no se entiende lo que dice el explorador")?;
            match line {
                Line::Progress {
                    schedules,
                    outcomes,
                } => {
                    return Ok(News::Going {
                        schedules,
                        outcomes,
                    });
                }
                Line::Found { steps } => self.steps = Some(steps),
                Line::Failed { reason } => self.refusal = Some(reason),
            }
        }
    }

    fn over(&mut self, ending: &Ending) -> Over {
        let summary = match (&self.steps, &self.refusal) {
            (Some(steps), _) => steps["explored"].as_str().unwrap_or_default().to_owned(),
            (None, Some(reason)) => sentence(reason),
            (None, None) => interrupted(&ending.outcome),
        };
        Over {
            steps: self.steps.take(),
            summary,
            elapsed_us: ending.elapsed_us,
        }
    }
}

/// Con mayúscula y con punto.
fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(letters).collect();
    format!("{}.", text.trim_end_matches('.'))
}

/// Por qué se acabó sin haber encontrado nada.
fn interrupted(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Deadline => format!(
            "La exploración seguía sin terminar a los {} segundos, y hubo que pararla.",
            EXPLORATION.milliseconds / 1000
        ),
        Outcome::Crowd => format!(
            "El programa tenía más de {} procesos a la vez, y hubo que pararlo. ¿Hay un fork \
             dentro de un bucle?",
            EXPLORATION.processes
        ),
        Outcome::Heavy => format!(
            "Entre todos los procesos ocupaban más de {} MiB, y hubo que pararlos.",
            EXPLORATION.together_mib.unwrap_or_default()
        ),
        Outcome::Flood => {
            "Lo encontrado es demasiado largo para enseñarlo: prueba con un programa \
                           más pequeño."
                .into()
        }
        Outcome::Killed { signal } if *signal == Signal::SIGABRT as i32 => {
            "Al explorador no le bastó la memoria que se le deja: prueba con un programa más \
             pequeño."
                .into()
        }
        Outcome::NotStarted { reason } => format!("No se ha podido empezar a explorar: {reason}."),
        Outcome::Exited { .. } | Outcome::Killed { .. } | Outcome::Cancelled => {
            "La exploración se interrumpió antes de acabar. Vuelve a intentarlo.".into()
        }
    }
}
