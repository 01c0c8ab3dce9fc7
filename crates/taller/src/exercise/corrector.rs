//! Quien corrige un paso para una página: otro proceso, bajo un vigía.
//!
//! Corregir es compilar y ejecutar lo que ha escrito alguien. Si la página lo para, si
//! se desmanda o si matan al servidor de golpe, el vigía acaba con todos: `cargo`,
//! `rustc`, el juez y los programas que esté probando.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::compile::CompileError;
use crate::grade::live::News;
use crate::grade::{Grade, Graders, Outcome};
use crate::outcome::sentence;
use crate::run::{
    Ending as End, GRADING, Guardhouse, OURSELVES, Outcome as How, Task, Teller, Word,
};
use crate::step::{self, Step};

/// El primer argumento de `taller` que lo convierte en corrector. Detrás van la raíz del
/// curso y el nombre del paso.
pub const ORDER: &str = "corrector";

/// Lo que dice, una línea cada vez.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// Se ha compilado esto.
    Piece(String),
    /// El juez dice algo.
    News(News),
    /// Ya está.
    Done(Told),
    /// No se ha podido, y por qué.
    Failed(String),
}

/// Una corrección, como viaja.
#[derive(Serialize, Deserialize)]
struct Told {
    source: String,
    outcome: ToldOutcome,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ToldOutcome {
    Judged(Box<RawValue>),
    DoesNotCompile(Vec<CompileError>),
    Unjudged(String),
}

/// Corrige el paso que dicen los argumentos y lo cuenta por la salida estándar.
///
/// # Errores
/// Si faltan argumentos o nadie escucha. Que no se pueda corregir no es un error: se
/// cuenta como lo demás.
pub fn work(mut args: impl Iterator<Item = OsString>) -> Result<()> {
    let root: PathBuf = args.next().context("falta el curso")?.into();
    let name = args.next().context("falta el paso")?;
    let line = match grade(&root, &name.to_string_lossy()) {
        Ok(grade) => Line::Done(grade),
        Err(error) => Line::Failed(sentence(&error)),
    };
    say(&line).context("nadie escucha")
}

fn grade(root: &Path, name: &str) -> Result<Told> {
    let steps = step::discover(root)?;
    let step = step::called(&steps, name).map_err(anyhow::Error::msg)?;
    // Si nadie escucha, el vigía ya está parándolo todo.
    let tell = |line: Line| drop(say(&line));
    let graders = Graders::prepare(root, &[step], &|piece| tell(Line::Piece(piece.to_owned())))?;
    let never = AtomicBool::new(false);
    let grade = graders.follow(&never, &mut |news| tell(Line::News(news)));
    let grade = grade.context("la corrección se ha interrumpido")?;
    Ok(Told {
        source: grade.source,
        outcome: match grade.outcome {
            Outcome::Judged(_, json) => ToldOutcome::Judged(RawValue::from_string(json)?),
            Outcome::DoesNotCompile(errors) => ToldOutcome::DoesNotCompile(errors),
            Outcome::Unjudged(why) => ToldOutcome::Unjudged(why),
        },
    })
}

fn say(line: &Line) -> io::Result<()> {
    let mut output = io::stdout().lock();
    serde_json::to_writer(&mut output, line)?;
    output.write_all(b"\n")?;
    output.flush()
}

/// Algo que pasa mientras se corrige.
pub enum Happening {
    /// Se ha compilado esto.
    Compiled(String),
    /// El juez dice algo.
    Judge(News),
}

/// Cómo acabó una corrección.
pub enum Ending {
    /// Con esto.
    Graded(Box<Grade>),
    /// Hubo que pararla, y por qué: es cosa de lo que se corregía.
    Stopped(String),
}

/// Manda corregir `step` y espera a que acabe; `on_news` se llama con lo que va pasando.
/// Abandonar el futuro lo para todo.
///
/// # Errores
/// Si no se ha podido corregir, y no es cosa de lo que se corregía.
pub async fn correct(
    guards: &Guardhouse,
    root: &Path,
    step: &Step,
    on_news: &mut dyn FnMut(Happening),
) -> Result<Ending> {
    let task = Task {
        allowance: GRADING,
        folder: Some(root.to_owned()),
        // A `cargo` le hace falta el nuestro: dónde está, qué compilador, qué red.
        environment: std::env::vars_os().collect(),
        command: vec![
            OURSELVES.into(),
            ORDER.into(),
            root.into(),
            step.name.clone().into(),
        ],
    };
    let mut corrector = Teller::start(guards, &task).await?;
    let mut last = None;
    loop {
        match corrector.next().await? {
            Word::Line(line) => {
                let line = serde_json::from_slice(&line);
                match line.context("no se entiende al corrector")? {
                    Line::Piece(piece) => on_news(Happening::Compiled(piece)),
                    Line::News(news) => on_news(Happening::Judge(news)),
                    Line::Done(told) => last = Some(Ok(told)),
                    Line::Failed(why) => last = Some(Err(why)),
                }
            }
            Word::End(end) => return finish(step, last, &end),
        }
    }
}

fn finish(step: &Step, last: Option<Result<Told, String>>, end: &End) -> Result<Ending> {
    match (last, &end.outcome) {
        (Some(Ok(told)), How::Exited { code: 0 }) => Ok(Ending::Graded(Box::new(told.read(step)?))),
        (Some(Err(why)), How::Exited { code: 0 }) => bail!("{why}"),
        (_, How::Crowd) => Ok(Ending::Stopped(format!(
            "Al probarlo había más de {} procesos a la vez, y hubo que pararlo todo: no hay \
             nota. ¿Hay un fork dentro de un bucle?",
            GRADING.processes
        ))),
        (_, How::Heavy) => Ok(Ending::Stopped(format!(
            "Al probarlo ocupaban entre todos más de {} MiB, y hubo que pararlo todo: no hay nota.",
            GRADING.together_mib.unwrap_or_default()
        ))),
        (_, How::Deadline) => Ok(Ending::Stopped(format!(
            "La corrección seguía sin terminar a los {} minutos, y hubo que pararla.",
            GRADING.milliseconds / 60_000
        ))),
        _ => bail!("la corrección se ha interrumpido"),
    }
}

impl Told {
    fn read(self, step: &Step) -> Result<Grade> {
        Ok(Grade {
            step: step.clone(),
            source: self.source,
            outcome: match self.outcome {
                ToldOutcome::Judged(json) => {
                    let verdict = serde_json::from_str(json.get());
                    let verdict = verdict.context("no se entiende el veredicto")?;
                    Outcome::Judged(verdict, json.get().to_owned())
                }
                ToldOutcome::DoesNotCompile(errors) => Outcome::DoesNotCompile(errors),
                ToldOutcome::Unjudged(why) => Outcome::Unjudged(why),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_que_se_cuenta_es_lo_que_se_lee() {
        let verdict = r#"{"points":1,"max_points":2,"exhaustive":true,"checks":[]}"#;
        let line = Line::Done(Told {
            source: "huella".into(),
            outcome: ToldOutcome::Judged(RawValue::from_string(verdict.into()).unwrap()),
        });

        let text = serde_json::to_vec(&line).unwrap();

        let Line::Done(told) = serde_json::from_slice(&text).unwrap() else {
            panic!("se lee otra cosa");
        };
        assert_eq!(told.source, "huella");
        assert!(matches!(told.outcome, ToldOutcome::Judged(json) if json.get() == verdict));
    }
}
