//! Corregir pasos: compilar lo que hay en `exercises/`, pasárselo al juez de cada
//! uno y contar lo que ha dicho.
//!
//! El veredicto es siempre del juez, y llega en su JSON; aquí se comprueba que está
//! entero y se cuenta ([`report`], [`json`]). Lo que esta habitación no debe hacer
//! nunca: dar por superado lo que nadie ha juzgado, ni llamar fallo del estudiante
//! a lo que es un fallo de la herramienta.

pub mod json;
mod judge;
pub mod live;
pub mod report;
pub mod sources;
mod verdict;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::compile::{CompileError, Course, StepBuild, prebuild};
use crate::progress::Mark;
use crate::review::trial::Trouble;
use crate::step::Step;

pub use verdict::{Check, Message, Status, Verdict};

/// Unos pasos compilados, listos para juzgar.
#[derive(Debug)]
pub struct Graders {
    course: Course,
    steps: Vec<(Step, String)>,
}

/// Lo que ha resultado de corregir un paso.
#[derive(Debug)]
pub struct Grade {
    /// El paso.
    pub step: Step,
    /// La huella de lo que se corrigió.
    pub source: String,
    /// Qué resultó.
    pub outcome: Outcome,
}

/// Cómo acaba una corrección.
#[derive(Debug)]
pub enum Outcome {
    /// El juez ha dicho esto; el texto es su JSON, tal como llegó.
    Judged(Verdict, String),
    /// El código del estudiante no compila.
    DoesNotCompile(Vec<CompileError>),
    /// No se ha podido corregir, y no por culpa del estudiante.
    Unjudged(String),
}

impl Graders {
    /// Compila `steps` y todo lo que hace falta para juzgarlos.
    ///
    /// # Errores
    /// Si el curso no compila por algo que no escribe el estudiante.
    pub fn prepare(root: &Path, steps: &[Step], on_progress: &dyn Fn(&str)) -> Result<Self> {
        // Antes de compilar: lo que se guarde desde ahora ya es otra versión.
        let steps = steps
            .iter()
            .map(|step| (step.clone(), sources::fingerprint(step)))
            .collect::<Vec<_>>();
        let only: Vec<Step> = steps.iter().map(|(step, _)| step.clone()).collect();
        let course = prebuild(root, &only, on_progress)?;
        Ok(Self { course, steps })
    }

    /// Corrige los pasos uno a uno, según se van pidiendo; `None` si se interrumpió.
    pub fn grades<'a>(
        &'a self,
        filter: Option<&'a str>,
        cancelled: &'a AtomicBool,
    ) -> impl Iterator<Item = Option<Grade>> + 'a {
        self.steps
            .iter()
            .map(move |(step, source)| self.grade(step, source, filter, cancelled))
    }

    /// Corrige el primer paso y va contando cada comprobación; `None` si se
    /// interrumpió.
    pub fn follow(
        &self,
        cancelled: &AtomicBool,
        on_news: &mut dyn FnMut(live::News),
    ) -> Option<Grade> {
        let (step, source) = self.steps.first()?;
        self.grade_with(step, source, cancelled, |build, program| {
            live::judge(build, &self.course.root, program, cancelled, on_news)
        })
    }

    fn grade(
        &self,
        step: &Step,
        source: &str,
        filter: Option<&str>,
        cancelled: &AtomicBool,
    ) -> Option<Grade> {
        self.grade_with(step, source, cancelled, |build, program| {
            judge::judge(build, &self.course.root, program, filter, cancelled)
        })
    }

    /// Lo que resulta de un paso, si compila, según quien le pregunte a su juez.
    fn grade_with(
        &self,
        step: &Step,
        source: &str,
        cancelled: &AtomicBool,
        ask: impl FnOnce(&StepBuild, &Path) -> Result<(Verdict, String), Trouble>,
    ) -> Option<Grade> {
        let build = &self.course.steps[&step.name];
        let outcome = if let Some(outcome) = refused(&build.errors) {
            outcome
        } else if let Some(program) = &build.program {
            match ask(build, program) {
                Ok((verdict, json)) => Outcome::Judged(verdict, json),
                Err(Trouble::Stopped) => return None,
                // Ctrl-C llega también al juez: si se ha ido, no es que esté roto.
                Err(_) if cancelled.load(Ordering::Relaxed) => return None,
                Err(Trouble::Judge(why)) => Outcome::Unjudged(why),
            }
        } else {
            Outcome::Unjudged("cargo no ha compilado el programa, y no dice por qué".into())
        };
        Some(Grade {
            step: step.clone(),
            source: source.to_owned(),
            outcome,
        })
    }
}

/// Lo que hay que decir de unos errores de compilación; nada, si no los hay.
///
/// Si ninguno señala un sitio del código (falta el enlazador, no cabe en el disco),
/// no se puede decir que sea cosa del estudiante.
fn refused(errors: &[CompileError]) -> Option<Outcome> {
    if errors.is_empty() {
        None
    } else if errors.iter().any(|error| error.place.is_some()) {
        Some(Outcome::DoesNotCompile(errors.to_vec()))
    } else {
        let said: Vec<&str> = errors.iter().map(|error| error.text.trim_end()).collect();
        Some(Outcome::Unjudged(format!(
            "el compilador no ha podido trabajar:\n{}",
            said.join("\n")
        )))
    }
}

impl Grade {
    /// El código de salida que le corresponde.
    pub fn exit_code(&self) -> i32 {
        match &self.outcome {
            Outcome::Judged(verdict, _) => verdict.owed_code(),
            Outcome::DoesNotCompile(_) => 1,
            Outcome::Unjudged(_) => 3,
        }
    }

    /// Lo que hay que recordar; nada, si esto no es una nota.
    pub fn mark(&self) -> Option<Mark> {
        let mark = |points, max_points, passed, failed, compiles| Mark {
            points,
            max_points,
            passed,
            failed,
            compiles,
            source: self.source.clone(),
            graded_at: jiff::Timestamp::now()
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string(),
        };
        match &self.outcome {
            Outcome::Judged(verdict, _) if verdict.count(Status::Error) == 0 => Some(mark(
                verdict.points,
                verdict.max_points,
                verdict.count(Status::Passed),
                verdict.count(Status::Failed),
                true,
            )),
            Outcome::DoesNotCompile(_) => Some(mark(0, 0, 0, 0, false)),
            Outcome::Judged(..) | Outcome::Unjudged(_) => None,
        }
    }

    /// El archivo y la línea del primer error de compilación.
    pub fn first_error(&self) -> Option<(&PathBuf, u32)> {
        let Outcome::DoesNotCompile(errors) = &self.outcome else {
            return None;
        };
        let (file, line) = errors.iter().find_map(|error| error.place.as_ref())?;
        Some((file, *line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(place: Option<&str>) -> CompileError {
        CompileError {
            place: place.map(|file| (file.into(), 3)),
            text: "error: linking with `cc` failed\n".into(),
        }
    }

    #[test]
    fn que_falte_el_enlazador_no_es_culpa_del_estudiante() {
        let linker = refused(&[error(None)]);
        let student = refused(&[error(None), error(Some("exercises/paso1/src/lib.rs"))]);

        assert!(matches!(linker, Some(Outcome::Unjudged(why)) if why.contains("`cc`")));
        assert!(matches!(student, Some(Outcome::DoesNotCompile(_))));
        assert!(refused(&[]).is_none());
    }
}
