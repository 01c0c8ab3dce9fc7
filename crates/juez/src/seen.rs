//! Lo que se va viendo del programa mientras se corrige, falle o no.
//!
//! El mensaje de un fallo es para quien aprende; esto es para quien tiene que decir
//! con un código qué le pasa al programa: no acaba, lo mata una señal, no le llega la
//! memoria. Son observaciones hechas desde fuera.

use std::cell::{Cell, RefCell};

use nix::libc;

use crate::process::{End, Finished};
use crate::schedules::{Schedules, Verdict};

/// Lo que se ha visto durante una comprobación.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "son observaciones independientes: puede haberse visto cualquier combinación"
)]
pub struct Seen {
    /// Hubo que pararlo: se le acabó el plazo.
    pub deadline: bool,
    /// Hubo que pararlo: no dejaba de escribir.
    pub flood: bool,
    /// Las señales que mataron al proceso principal, sin haber provocado nada.
    pub signals: Vec<i32>,
    /// Los procesos que llegó a tener a la vez.
    pub processes: usize,
    /// Murió diciendo que no le daban memoria.
    pub out_of_memory: bool,
    /// Acaba bien en unos órdenes y se atasca o se cae en otros.
    pub depends_on_order: bool,
}

/// Donde se apunta.
#[derive(Debug, Default)]
pub struct Logbook {
    hung: Cell<usize>,
    page: RefCell<Seen>,
}

impl Logbook {
    /// Apunta cómo acabó una ejecución; `disturbed` dice si se le rechazó algo.
    pub fn note_run(&self, run: &Finished, disturbed: bool) {
        let mut page = self.page.borrow_mut();
        page.processes = page.processes.max(run.processes);
        match run.end {
            End::Deadline(_) => page.deadline = true,
            End::Flood => page.flood = true,
            End::Killed(signal) if !disturbed => {
                page.signals.push(signal);
                page.out_of_memory |= signal == libc::SIGABRT && died_of_memory(&run.err());
            }
            End::Killed(_) | End::Exited(_) => {}
        }
        if matches!(run.end, End::Deadline(_) | End::Flood) {
            self.hung.set(self.hung.get() + 1);
        }
    }

    /// Apunta si el programa depende del orden.
    pub fn note_schedules(&self, schedules: &Schedules) {
        let is_fine = |verdict| verdict == Verdict::Ok;
        let (fine, not): (Vec<_>, Vec<_>) = schedules
            .endings
            .iter()
            .partition(|ending| is_fine(ending.verdict));
        if !fine.is_empty() && !not.is_empty() {
            self.page.borrow_mut().depends_on_order = true;
        }
    }

    /// Las ejecuciones que hubo que parar, desde el principio.
    pub fn deadlines_missed(&self) -> usize {
        self.hung.get()
    }

    /// Lo apuntado desde la última vez.
    pub fn turn_page(&self) -> Seen {
        self.page.take()
    }
}

/// Lo que dice la biblioteca estándar cuando aborta por falta de memoria.
fn died_of_memory(stderr: &str) -> bool {
    stderr.contains("memory allocation of ") && stderr.contains(" bytes failed")
}
