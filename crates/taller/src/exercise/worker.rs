//! Quien corrige: uno solo, y un paso cada vez.
//!
//! Corregir es compilar y ejecutar, y en una máquina de dos núcleos hacer dos cosas a
//! la vez las retrasa a las dos; además, `cargo` ya las pondría en fila.

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result};

use super::corrector::{self, Ending, Happening};
use super::desk::{Bench, Current, Desk, Grading};
use crate::grade::live::News;
use crate::grade::{Outcome, Status};
use crate::outcome::sentence;
use crate::progress;
use crate::run::Guardhouse;
use crate::step::Step;

/// Cada cuánto se mira si hay que parar.
const PULSE: Duration = Duration::from_millis(50);

impl Desk {
    /// Pone a trabajar a quien corrige, con vigías de `guards`, hasta que se cierre la mesa.
    ///
    /// # Errores
    /// Si el sistema no da lo que hace falta para esperar a otros procesos.
    pub fn work(self: &Arc<Self>, guards: Arc<Guardhouse>) -> Result<JoinHandle<()>> {
        // Suyo: quien se despide espera a este hilo, y entonces ya no atiende a nadie.
        let waiting = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("no se puede preparar la corrección")?;
        let desk = Arc::clone(self);
        Ok(thread::spawn(move || {
            while let Some((step, cancelled)) = desk.next() {
                let result = waiting.block_on(desk.grade_now(&guards, &step, &cancelled));
                desk.finish(&step, &cancelled, &result);
            }
        }))
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

    /// Lo corrige; nada, si se canceló.
    async fn grade_now(
        &self,
        guards: &Guardhouse,
        step: &Step,
        cancelled: &AtomicBool,
    ) -> Result<Option<Ending>> {
        let mut on_news = |news| {
            self.note(step, cancelled, |bench| bench.hear(news));
        };
        tokio::select! {
            ending = corrector::correct(guards, &self.root, step, &mut on_news) => ending.map(Some),
            () = raised(cancelled) => Ok(None),
        }
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

    fn finish(&self, step: &Step, cancelled: &AtomicBool, result: &Result<Option<Ending>>) {
        let interesting = !cancelled.load(Ordering::Relaxed);
        if let (true, Ok(Some(Ending::Graded(grade)))) = (interesting, result) {
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

/// Espera a que alguien lo pida.
async fn raised(flag: &AtomicBool) {
    while !flag.load(Ordering::Relaxed) {
        tokio::time::sleep(PULSE).await;
    }
}

impl Bench {
    fn hear(&mut self, happening: Happening) {
        let news = match happening {
            Happening::Compiled(piece) => {
                self.grading = Some(Grading::Compiling(Some(piece)));
                return;
            }
            Happening::Judge(news) => news,
        };
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
fn why_unmarked(result: &Result<Option<Ending>>) -> Option<String> {
    let not_yours = "No se ha podido corregir, y no es cosa de tu código: esto no es una nota.";
    match result {
        Err(error) => Some(format!("{not_yours} {}.", sentence(error))),
        Ok(None) => None,
        Ok(Some(Ending::Stopped(why))) => Some(why.clone()),
        Ok(Some(Ending::Graded(grade))) => match &grade.outcome {
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
