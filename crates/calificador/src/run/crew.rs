//! Quienes califican: un hilo por trabajador, y todos anotan en el mismo diario.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;

use crate::journal::{Journal, Key};
use crate::model::{Code, Examiner, Grade, Work};

/// Cuántas veces se intenta un trabajo que falla por nuestra culpa.
pub const ATTEMPTS: u32 = 3;

/// A quien se le cuenta cómo va.
pub trait Progress: Sync {
    /// Va a empezar: quedan `pending` trabajos.
    fn start(&self, pending: usize);
    /// Un trabajo tiene resultado.
    fn graded(&self, work: &Work, grade: &Grade);
    /// Un trabajo ha fallado por nuestra culpa, y se volverá a intentar.
    fn retried(&self, work: &Work, grade: &Grade);
}

/// Cómo acabó.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Todo tiene resultado.
    Complete,
    /// Se pidió parar.
    Stopped,
}

/// Lo que necesita quien califica.
pub struct Crew<'a> {
    /// Quien compila y juzga.
    pub examiner: &'a dyn Examiner,
    /// Cuántos a la vez.
    pub workers: usize,
    /// Si hay que parar.
    pub stop: &'a AtomicBool,
    /// A quien se le cuenta.
    pub progress: &'a dyn Progress,
}

impl Crew<'_> {
    /// Califica `works` y anota cada resultado en cuanto lo hay. Los que fallan por
    /// nuestra culpa se dejan para el final y se intentan de nuevo, hasta
    /// [`ATTEMPTS`] veces: lo que estorbaba puede haber pasado.
    ///
    /// # Errores
    /// Si no se puede anotar un resultado. Lo ya anotado está a salvo.
    pub fn grade(&self, works: &[Work], journal: &mut Journal) -> Result<Ended> {
        self.progress.start(works.len());
        let journal = Mutex::new(journal);
        let mut round: Vec<&Work> = works.iter().collect();
        for attempt in 1..=ATTEMPTS {
            if round.is_empty() {
                break;
            }
            round = self.round(&round, attempt, &journal)?;
            if self.stop.load(Ordering::Relaxed) {
                return Ok(Ended::Stopped);
            }
        }
        Ok(Ended::Complete)
    }

    /// Una vuelta; devuelve los que hay que intentar de nuevo, en orden.
    fn round<'w>(
        &self,
        works: &[&'w Work],
        attempt: u32,
        journal: &Mutex<&mut Journal>,
    ) -> Result<Vec<&'w Work>> {
        let next = AtomicUsize::new(0);
        let broken = AtomicBool::new(false);
        let failed = Mutex::new((Vec::new(), None));
        thread::scope(|scope| {
            for worker in 0..self.workers.clamp(1, works.len()) {
                let (next, broken, failed) = (&next, &broken, &failed);
                scope.spawn(move || {
                    while !self.stop.load(Ordering::Relaxed) && !broken.load(Ordering::Relaxed) {
                        let position = next.fetch_add(1, Ordering::Relaxed);
                        let Some(work) = works.get(position) else {
                            break;
                        };
                        let outcome = self.one(work, worker, attempt, journal);
                        let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                        match outcome {
                            Ok(true) => failed.0.push(position),
                            Ok(false) => {}
                            Err(error) => {
                                broken.store(true, Ordering::Relaxed);
                                failed.1.get_or_insert(error);
                            }
                        }
                    }
                });
            }
        });
        let (mut again, error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = error {
            return Err(error);
        }
        again.sort_unstable();
        Ok(again.into_iter().map(|position| works[position]).collect())
    }

    /// Califica y anota uno; dice si hay que intentarlo de nuevo.
    fn one(
        &self,
        work: &Work,
        worker: usize,
        attempt: u32,
        journal: &Mutex<&mut Journal>,
    ) -> Result<bool> {
        let max_points = self.examiner.max_points(&work.step).unwrap_or(0);
        // Un pánico de quien examina es un fallo nuestro más: no es la nota de nadie, ni
        // motivo para dejar a los demás sin calificar.
        let examine = || self.examiner.examine(work, worker, self.stop);
        let grade = catch_unwind(AssertUnwindSafe(examine)).unwrap_or_else(|_| {
            let reason = "el calificador ha fallado por dentro al examinar este trabajo";
            Grade::unjudged(Code::Infra, max_points, reason)
        });
        if self.stop.load(Ordering::Relaxed) {
            // Se paró a medias: sea lo que sea, no es un resultado.
            return Ok(false);
        }
        let key = Key {
            step: work.step.clone(),
            sha256: work.sha256.clone(),
        };
        journal
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .append(&key, attempt, &grade)?;
        let again = !grade.code.is_verdict() && attempt < ATTEMPTS;
        if again {
            self.progress.retried(work, &grade);
        } else {
            self.progress.graded(work, &grade);
        }
        Ok(again)
    }
}
