//! La puerta de entrada: qué se explora, hasta dónde, y las tres preguntas que
//! se le pueden hacer.

use std::fmt;
use std::sync::Arc;

use crate::engine;
use crate::error::Error;
use crate::fault::Fault;
use crate::limits::Limits;
use crate::outcome::{Outcome, Report, Verdict};
use crate::patience::EndlessLoops;
use crate::program::Program;
use crate::schedule::ScheduleId;

/// Un único orden, sin búsqueda: a quién se prefiere cuando hay elección.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// El padre sigue hasta que tiene que esperar.
    ParentFirst,
    /// El hijo recién creado sigue hasta que tiene que esperar o termina.
    ChildFirst,
}

/// Lo que se sabe a mitad de una exploración.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Planes ejecutados hasta ahora.
    pub schedules: usize,
    /// Finales distintos hasta ahora.
    pub outcomes: usize,
    /// La cota de expropiaciones con la que se busca, si la hay.
    pub preemption_bound: Option<usize>,
}

/// A quién se avisa del progreso.
type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// Una exploración por hacer. Se configura encadenando y se lanza con
/// [`explore`](Self::explore), [`replay`](Self::replay) o
/// [`run_one`](Self::run_one). Se puede llamar desde cualquier hilo y varias a
/// la vez: cada una trabaja en un hilo propio.
#[derive(Clone)]
pub struct Explorer {
    pub(crate) program: Program,
    pub(crate) limits: Limits,
    pub(crate) bound: Option<usize>,
    pub(crate) fault: Option<Fault>,
    pub(crate) reduction: bool,
    pub(crate) keys: bool,
    pub(crate) watcher: Option<Watcher>,
    pub(crate) endless: EndlessLoops,
}

impl fmt::Debug for Explorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explorer")
            .field("program", &self.program)
            .field("limits", &self.limits)
            .field("bound", &self.bound)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

impl Explorer {
    /// Una exploración de este programa con los límites de costumbre.
    pub fn new(program: Program) -> Self {
        Self {
            program,
            limits: Limits::default(),
            bound: None,
            fault: None,
            reduction: true,
            keys: true,
            watcher: None,
            endless: EndlessLoops::default(),
        }
    }

    /// Solo los planes con hasta `bound` expropiaciones. Sin esto se busca sin
    /// cota, y con cota creciente si sin ella no se acaba.
    #[must_use]
    pub fn preemption_bound(mut self, bound: usize) -> Self {
        self.bound = Some(bound);
        self
    }

    /// Provoca este fallo en todos los planes.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Cambia los límites.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Llama a `watcher` de vez en cuando, desde el hilo de la exploración.
    #[must_use]
    pub fn progress(mut self, watcher: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    /// Aprovecha lo que otras exploraciones de este mismo programa averiguaron de sus
    /// bucles, y les deja lo que averigüe esta.
    #[must_use]
    pub fn endless_loops(mut self, known: &EndlessLoops) -> Self {
        self.endless = known.clone();
        self
    }

    /// Prueba todos los órdenes por fuerza bruta, sin reducción de órdenes
    /// equivalentes. Solo sirve para comprobar la reducción en programas muy
    /// pequeños.
    #[must_use]
    pub fn brute_force(mut self) -> Self {
        self.reduction = false;
        self
    }

    /// No usa las llaves de protección del procesador aunque las tenga: cierra
    /// la memoria quitándole los permisos, como en una máquina sin ellas. Da lo
    /// mismo más despacio.
    #[must_use]
    pub fn without_protection_keys(mut self) -> Self {
        self.keys = false;
        self
    }

    /// Explora el programa.
    ///
    /// # Errores
    /// Si no se puede trazar, si el programa no arranca, si crea hilos o si no
    /// es determinista. Alcanzar un límite no es un error: lo dice el informe.
    pub fn explore(&self) -> Result<Report, Error> {
        self.on_own_thread(engine::explore)
    }

    /// Reproduce un plan de un informe anterior, con el fallo que lleve.
    ///
    /// # Errores
    /// Los de [`explore`](Self::explore), y [`Error::ReplayDiverged`] si el
    /// programa ya no hace lo mismo.
    pub fn replay(&self, schedule: &ScheduleId) -> Result<Outcome, Error> {
        let fault = schedule.fault.clone();
        let choices = schedule.choices.clone();
        let outcome =
            self.on_own_thread(move |explorer| engine::replay(explorer, fault, &choices))?;
        // De un plan que agotó un límite no se anotó todo: no hay con qué comparar.
        if outcome.verdict != Verdict::Timeout
            && let (Some(seen), Some(wanted)) = (outcome.schedule.fingerprint, schedule.fingerprint)
            && seen != wanted
        {
            return Err(Error::ReplayDiverged(format!(
                "los pasos fueron otros (huella {seen:04x} en vez de {wanted:04x})"
            )));
        }
        Ok(outcome)
    }

    /// Ejecuta un solo plan, el que dice `order`, observándolo entero.
    ///
    /// # Errores
    /// Los de [`explore`](Self::explore).
    pub fn run_one(&self, order: Order) -> Result<Outcome, Error> {
        self.on_own_thread(move |explorer| engine::run_one(explorer, order))
    }

    /// ptrace va por hilo: todo el trabajo se hace en uno propio, y quien llama
    /// espera.
    fn on_own_thread<T: Send>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send,
    ) -> Result<T, Error> {
        std::thread::scope(|scope| {
            let worker = std::thread::Builder::new()
                .name("explorador".to_string())
                .spawn_scoped(scope, || work(self))
                .map_err(|error| {
                    let errno = error.raw_os_error().unwrap_or(libc::EAGAIN);
                    Error::system(
                        "crear su hilo de trabajo",
                        nix::errno::Errno::from_raw(errno),
                    )
                })?;
            match worker.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}
