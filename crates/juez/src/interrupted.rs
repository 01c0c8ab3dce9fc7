//! Cada espera, cortada por una señal, en todos los órdenes.

use nix::errno::Errno;

use crate::bench::Bench;
use crate::failure::{CheckResult, Failure};
use crate::schedules::{Ending, Fault, Schedules};

impl Bench {
    /// Interrumpe con EINTR cada una de las llamadas de `calls`, las `times` primeras veces
    /// que se hace, de una en una: no tiene que aparecer ningún final que no estuviera en
    /// `calm`, que es lo que pasa sin ninguna señal.
    ///
    /// # Errores
    /// El fallo, con el primer orden en el que la señal cambia algo.
    pub fn keeps_waiting(
        &self,
        args: &[&str],
        calm: &Schedules,
        calls: &[&str],
        times: usize,
    ) -> CheckResult {
        calm.nobody_stuck_always()?;
        for &call in calls {
            for nth in 1..=times {
                let fault = Fault::errno(call, nth, Errno::EINTR as i32);
                let schedules = self.all_schedules(args, Some(&fault))?;
                if !schedules.endings.iter().any(Ending::was_disturbed) {
                    break;
                }
                // Lo que ya pasaba sin ninguna señal no es culpa de la señal.
                let fresh = |ending: &&Ending| !calm.has_one_like(ending);
                if let Some(ending) = schedules.endings.iter().find(fresh) {
                    return Err(ending.picture(cut_short(call, ending)));
                }
            }
        }
        Ok(())
    }
}

fn cut_short(call: &str, ending: &Ending) -> Failure {
    Failure::expected("Que al llegar una señal se siguiera esperando.")
        .happened(format!(
            "Con {call} interrumpida (EINTR), salió esto:\n{}",
            ending.shown()
        ))
        .cause("EINTR se toma por un error, o por el final de la espera.")
        .next("Si la llamada devuelve EINTR, repítela: no ha pasado nada.")
}
