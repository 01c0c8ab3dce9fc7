//! Lo que ve una página: el curso entero, en corto, y el paso que enseña, entero.

use serde::Serialize;

use super::desk::{Bench, Desk, Grading, State};
use super::file::{self, Trouble};
use crate::compile::CompileError;
use crate::grade::live::Announced;
use crate::grade::{Check, Verdict};
use crate::progress::{Mark, Place, Report, Said, Standing};
use crate::run::{Explanation, Language, explain_compiler};
use crate::step::Step;

#[derive(Serialize)]
struct Course<'a> {
    /// Distingue lo que un navegador recuerda de este curso de lo de otro.
    #[serde(rename = "course")]
    id: &'a str,
    percent: usize,
    passed: usize,
    /// El paso que toca; nada, si están todos.
    next: Option<&'a str>,
    steps: Vec<Line<'a>>,
}

/// Un paso, en una línea.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "es un mensaje: cada campo dice una cosa, y puede darse cualquier combinación"
)]
struct Line<'a> {
    name: &'a str,
    title: &'a str,
    /// La dirección de su capítulo, dentro del libro.
    page: String,
    /// Si es un reto: no cuenta para terminar el curso.
    optional: bool,
    /// `untouched`, `ungraded` o `graded`.
    place: &'static str,
    /// Si lo escrito ha cambiado desde la nota.
    stale: bool,
    mark: Option<&'a Mark>,
    passed: bool,
    grading: bool,
}

/// Un paso, entero.
#[derive(Serialize)]
struct Exercise<'a> {
    course: &'a str,
    step: &'a str,
    /// Su archivo, desde la raíz del curso; el programa final no tiene.
    file: Option<String>,
    /// La huella de lo que hay en el disco.
    hash: Option<&'a str>,
    /// Qué le pasa al archivo, si no se puede leer.
    trouble: Option<String>,
    /// Si al menos se sabe que no está: se puede volver a crear.
    missing: bool,
    grading: Option<Stage<'a>>,
    /// La última corrección que se ha pedido.
    turn: u64,
    note: Option<&'a str>,
    report: Option<Told<'a>>,
    stale: bool,
    /// La última pista vista.
    hint: usize,
}

#[derive(Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
enum Stage<'a> {
    Queued {
        place: usize,
    },
    Compiling {
        piece: Option<&'a str>,
    },
    Judging {
        announced: &'a [Announced],
        done: &'a [Check],
    },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Told<'a> {
    Judged {
        graded_at: &'a str,
        verdict: &'a Verdict,
    },
    DoesNotCompile {
        graded_at: &'a str,
        errors: Vec<Error<'a>>,
        explanations: Vec<Explanation>,
    },
}

#[derive(Serialize)]
struct Error<'a> {
    /// La línea del archivo del estudiante, si el error está en él.
    line: Option<u32>,
    text: &'a str,
}

impl Desk {
    /// Cómo va el curso, en JSON.
    pub fn course_view(&self) -> String {
        let state = self.state();
        let places = state.benches.iter();
        let standing =
            Standing::from_places(places.map(|bench| (bench.step.clone(), bench.place.clone())));
        let view = Course {
            id: &self.course,
            percent: standing.percent(),
            passed: standing.passed(),
            next: standing.next().map(|step| step.name.as_str()),
            steps: state.benches.iter().map(|bench| self.line(bench)).collect(),
        };
        // Solo hay textos y números: siempre se puede escribir.
        serde_json::to_string(&view).unwrap_or_default()
    }

    /// Cómo está un paso, en JSON.
    pub fn exercise_view(&self, name: &str) -> Option<String> {
        let state = self.state();
        let bench = state.benches.iter().find(|bench| bench.step.name == name)?;
        let view = Exercise {
            course: &self.course,
            step: &bench.step.name,
            file: self.file_of(&bench.step),
            hash: bench.disk.as_deref().ok(),
            trouble: trouble(bench).map(ToString::to_string),
            missing: bench.disk == Err(Trouble::Missing),
            grading: bench.grading.as_ref().map(|now| stage(now, bench, &state)),
            turn: bench.turn,
            note: bench.note.as_deref(),
            report: bench.report.as_ref().map(|report| self.told(bench, report)),
            stale: bench.stale,
            hint: bench.memory.hint,
        };
        serde_json::to_string(&view).ok()
    }

    fn line<'a>(&self, bench: &'a Bench) -> Line<'a> {
        let (place, stale) = match &bench.place {
            Place::Untouched => ("untouched", false),
            Place::Ungraded => ("ungraded", false),
            Place::Graded { stale, .. } => ("graded", *stale),
        };
        let mark = match &bench.place {
            Place::Graded { mark, .. } => Some(mark),
            Place::Untouched | Place::Ungraded => None,
        };
        Line {
            name: &bench.step.name,
            title: &bench.step.title,
            page: self.page_of(&bench.step),
            optional: bench.step.optional,
            place,
            stale,
            passed: mark.is_some_and(Mark::is_full),
            mark,
            grading: bench.grading.is_some(),
        }
    }

    fn told<'a>(&self, bench: &Bench, report: &'a Report) -> Told<'a> {
        let graded_at = &report.graded_at;
        match &report.said {
            Said::Judged(verdict) => Told::Judged { graded_at, verdict },
            Said::DoesNotCompile(errors) => {
                let said: String = errors.iter().map(|error| error.text.as_str()).collect();
                Told::DoesNotCompile {
                    graded_at,
                    errors: errors
                        .iter()
                        .map(|error| self.error(bench, error))
                        .collect(),
                    explanations: explain_compiler(Language::Rust, &said),
                }
            }
        }
    }

    fn error<'a>(&self, bench: &Bench, error: &'a CompileError) -> Error<'a> {
        let own = self.file_of(&bench.step);
        let place = error.place.as_ref();
        let place = place
            .filter(|(file, _)| Some(file.to_string_lossy()) == own.as_deref().map(Into::into));
        Error {
            line: place.map(|(_, line)| *line),
            text: error.text.trim_end(),
        }
    }

    /// El archivo del paso, como lo escribiría quien está en la raíz del curso.
    fn file_of(&self, step: &Step) -> Option<String> {
        file::exists_in(step).then(|| self.shown(&step.editable()))
    }

    fn page_of(&self, step: &Step) -> String {
        let book = self.root.join(crate::book::SOURCE);
        let book = book.canonicalize().unwrap_or(book);
        let page = step.chapter.strip_prefix(&book).unwrap_or(&step.chapter);
        page.with_extension("html").display().to_string()
    }
}

/// Qué le pasa al archivo; en un paso sin archivo, nada.
fn trouble(bench: &Bench) -> Option<&Trouble> {
    let trouble = bench.disk.as_ref().err()?;
    (*trouble != Trouble::NothingToWrite).then_some(trouble)
}

fn stage<'a>(now: &'a Grading, bench: &Bench, state: &State) -> Stage<'a> {
    match now {
        Grading::Queued => {
            let place = state.line.iter().position(|name| *name == bench.step.name);
            Stage::Queued {
                place: place.unwrap_or_default() + 1,
            }
        }
        Grading::Compiling(piece) => Stage::Compiling {
            piece: piece.as_deref(),
        },
        Grading::Judging { announced, done } => Stage::Judging { announced, done },
    }
}
