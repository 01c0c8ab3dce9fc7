//! Todos los órdenes en que se pueden turnar los procesos del programa.
//!
//! Donde se puede, los recorre el explorador y el veredicto es exhaustivo. Donde
//! el sistema no deja trazar procesos, se repite el programa cambiando a la fuerza
//! en qué procesadores corre: entonces ver un fallo lo demuestra, pero no verlo no
//! demuestra nada, y el veredicto lo dice (*no exhaustivo*).

mod ending;
mod explain;
mod exploring;

use explorador::Reach;
pub use explorador::{Exit, Fault, Verdict};

use crate::failure::{CheckResult, Failure};

pub use ending::{Ending, Unmapping};
pub(crate) use exploring::Explored;

/// Los finales distintos de un programa, y si son todos.
#[derive(Debug, Clone)]
pub struct Schedules {
    /// Los finales, el más sencillo primero.
    pub endings: Vec<Ending>,
    /// Si son todos los que puede haber.
    pub exhaustive: bool,
    /// Qué llamadas hace el programa; no dice nada si se le provocó un fallo.
    reach: Reach,
    /// Si el programa se repitió en lugar de explorarlo, por qué: no se ve lo que hace.
    unseen: Option<Failure>,
}

impl Schedules {
    /// Los finales en los que todos terminaron, con sus llamadas a la vista.
    ///
    /// # Errores
    /// Si no hay ninguno (y entonces dice por qué), o si aquí no se puede ver qué
    /// llamadas hace el programa.
    pub fn observed(&self) -> Result<Vec<&Ending>, Failure> {
        let fine: Vec<&Ending> = self
            .endings
            .iter()
            .filter(|ending| ending.verdict == Verdict::Ok)
            .collect();
        if fine.is_empty() {
            self.nobody_crashes()?;
            self.nobody_stuck()?;
        }
        if let Some(failure) = &self.unseen {
            return Err(failure.clone());
        }
        Ok(fine)
    }

    /// Exige que en ningún orden se quede nadie atascado.
    ///
    /// # Errores
    /// El fallo, con el primer atasco dibujado.
    pub fn nobody_stuck(&self) -> CheckResult {
        let Some(ending) = self.endings.iter().find(|ending| ending.is_stuck()) else {
            return Ok(());
        };
        Err(ending.picture(explain::stuck(ending)))
    }

    /// Exige que haya algún orden en el que nadie se quede atascado.
    ///
    /// # Errores
    /// El fallo, con el primer atasco dibujado, si todos se atascan.
    pub fn nobody_stuck_always(&self) -> CheckResult {
        if self.endings.iter().all(Ending::is_stuck) {
            self.nobody_stuck()
        } else {
            Ok(())
        }
    }

    /// Si alguno de los finales es como `ending`, visto desde fuera.
    pub fn has_one_like(&self, ending: &Ending) -> bool {
        self.endings.iter().any(|known| known.looks_like(ending))
    }

    /// Exige que en ningún orden muera nadie por una señal.
    ///
    /// # Errores
    /// El fallo, con la primera caída dibujada.
    pub fn nobody_crashes(&self) -> CheckResult {
        match self
            .endings
            .iter()
            .find(|ending| ending.verdict == Verdict::Crash)
        {
            None => Ok(()),
            Some(ending) => Err(ending.picture(explain::crashed(ending))),
        }
    }

    /// Exige que no quede ningún hijo sin recoger o en marcha.
    ///
    /// # Errores
    /// El fallo, con el primer caso dibujado.
    pub fn nobody_left(&self) -> CheckResult {
        let left = |ending: &&Ending| ending.zombies + ending.children_left > 0;
        match self.endings.iter().find(left) {
            None => Ok(()),
            Some(ending) => Err(ending.picture(
                Failure::expected("Que el padre recogiera a su hijo antes de terminar.")
                    .happened("Hay un orden en el que el padre se va y deja al hijo sin recoger.")
                    .cause("No se llama a waitpid, o se llama sin esperar (WNOHANG), o a otro PID.")
                    .next("Espera con waitpid, sin opciones, al hijo que te dan."),
            )),
        }
    }
}
