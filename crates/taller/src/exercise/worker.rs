//! Quien corrige: uno solo, y un paso cada vez.
//!
//! Corregir es compilar y ejecutar, y en una máquina de dos núcleos hacer dos cosas a
//! la vez las retrasa a las dos; además, `cargo` ya las pondría en fila.

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use anyhow::Result;

use super::desk::{Bench, Current, Desk, Grading};
use crate::grade::live::News;
use crate::grade::{Grade, Graders, Outcome, Status};
use crate::outcome::sentence;
use crate::progress;
use crate::step::Step;

impl Desk {
    /// Pone a trabajar a quien corrige, hasta que se cierre la mesa.
    pub fn work(self: &Arc<Self>) -> JoinHandle<()> {
        let desk = Arc::clone(self);
        thread::spawn(move || {
            while let Some((step, cancelled)) = desk.next() {
                let result = desk.grade_now(&step, &cancelled);
                desk.finish(&step, &cancelled, &result);
            }
        })
    }

    /// Espera a que haya algo que corregir; `None` si hay que irse.
    fn next(&self) -> Option<(Step, Arc<AtomicBool>)> {
        let mut state = self.state();
        loop {
            if state.closing {
                return None;
            }
            if let Some(name) = state.line.pop_front() {
                // Un paso que ya no está en el curso no se corrige.
                let Some(bench) = state.bench(&name) else {
                    continue;
                };
                bench.grading = Some(Grading::Compiling(None));
                let step = bench.step.clone();
                let cancelled = Arc::new(AtomicBool::new(false));
                state.current = Some(Current {
                    step: name,
                    cancelled: Arc::clone(&cancelled),
                });
                drop(state);
                self.tell();
                return Some((step, cancelled));
            }
            state = self
                .bell
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn grade_now(&self, step: &Step, cancelled: &AtomicBool) -> Result<Option<Grade>> {
        let graders = Graders::prepare(&self.root, std::slice::from_ref(step), &|piece| {
            self.note(step, cancelled, |bench| {
                bench.grading = Some(Grading::Compiling(Some(piece.to_owned())));
            });
        })?;
        if cancelled.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let grade = graders.follow(cancelled, &mut |news| {
            self.note(step, cancelled, |bench| bench.hear(news));
        });
        Ok(grade)
    }

    /// Apunta algo del paso, si lo que se está haciendo todavía interesa.
    fn note(&self, step: &Step, cancelled: &AtomicBool, change: impl FnOnce(&mut Bench)) {
        let mut state = self.state();
        // Con la mesa en la mano: nadie puede cancelar entre la pregunta y el apunte.
        if cancelled.load(Ordering::Relaxed) {
            return;
        }
        if let Some(bench) = state.bench(&step.name) {
            change(bench);
        }
        drop(state);
        self.tell();
    }

    fn finish(&self, step: &Step, cancelled: &AtomicBool, result: &Result<Option<Grade>>) {
        let interesting = !cancelled.load(Ordering::Relaxed);
        if let (true, Ok(Some(grade))) = (interesting, result) {
            progress::remember(&self.root, grade);
        }
        self.note(step, cancelled, |bench| {
            bench.grading = None;
            bench.note = why_unmarked(result);
        });
        self.state().current = None;
        self.reload();
    }
}

impl Bench {
    /// El juez dice algo.
    fn hear(&mut self, news: News) {
        match (news, &mut self.grading) {
            (News::Start { checks }, grading) => {
                *grading = Some(Grading::Judging {
                    announced: checks,
                    done: Vec::new(),
                });
            }
            (News::Check { check }, Some(Grading::Judging { done, .. })) => done.push(*check),
            (News::Check { .. }, _) => {}
        }
    }
}

/// Por qué de una corrección no sale una nota, si no sale.
fn why_unmarked(result: &Result<Option<Grade>>) -> Option<String> {
    let not_yours = "No se ha podido corregir, y no es cosa de tu código: esto no es una nota.";
    match result {
        Err(error) => Some(format!("{not_yours} {}.", sentence(error))),
        Ok(None) => None,
        Ok(Some(grade)) => match &grade.outcome {
            Outcome::Unjudged(why) => Some(format!("{not_yours} {why}")),
            Outcome::Judged(verdict, _) => {
                let broken = verdict.checks.iter().find(|c| c.status == Status::Error)?;
                let why = broken.message.as_ref().map_or("", |m| m.happened.as_str());
                Some(format!("{not_yours} {}: {why}", broken.id))
            }
            Outcome::DoesNotCompile(_) => None,
        },
    }
}
