//! Reparte trabajos entre los núcleos de la máquina.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Hace cada trabajo, tantos a la vez como núcleos haya, y devuelve lo que resultó
/// en el orden de los trabajos. Con `stop`, los que no han empezado no se hacen.
pub fn each<J: Sync, R: Send>(
    jobs: &[J],
    stop: &AtomicBool,
    work: impl Fn(&J) -> R + Sync,
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(jobs.iter().map(|_| None).collect::<Vec<_>>());
    let hands = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..hands.min(jobs.len()) {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed)
                    && let index = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(job) = jobs.get(index)
                {
                    let result = work(job);
                    if let Ok(mut results) = results.lock() {
                        results[index] = Some(result);
                    }
                }
            });
        }
    });
    results.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn los_resultados_salen_en_el_orden_de_los_trabajos() {
        let jobs: Vec<u32> = (0..100).collect();

        let results = each(&jobs, &AtomicBool::new(false), |job| job * 2);

        assert_eq!(
            results,
            jobs.iter().map(|job| Some(job * 2)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn si_hay_que_parar_no_se_empieza_ninguno_mas() {
        let results = each(&[1, 2, 3], &AtomicBool::new(true), |job| *job);

        assert_eq!(results, [None, None, None]);
    }
}
