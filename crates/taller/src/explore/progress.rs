//! Que se vea que la búsqueda avanza.

use castellano::plural;
use explorador::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// Una línea en la salida de errores que dice por dónde va la búsqueda. Fuera
/// de una terminal no escribe nada.
#[derive(Clone)]
pub struct Display(ProgressBar);

impl Display {
    /// La línea, todavía vacía.
    pub fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Dice cuánto se lleva.
    pub fn update(&self, progress: Progress) {
        let bound = progress.preemption_bound.map_or_else(String::new, |bound| {
            format!(
                " (quitando el turno {} como mucho)",
                plural(bound, "vez", "veces")
            )
        });
        self.0.set_message(format!(
            "Explorando: {}, {}{bound}",
            plural(progress.schedules, "plan", "planes"),
            plural(progress.outcomes, "final", "finales")
        ));
        self.0.tick();
    }

    /// Borra la línea.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
