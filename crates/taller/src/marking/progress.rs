//! Por dónde va la calificación: una barra en una terminal y, donde no la hay, nada.

use std::fmt::Write;
use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use calificador::model::{Code, Grade, Work};
use calificador::run;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::terminal::note;

/// Lo que se va contando por la salida de errores.
pub struct Progress {
    bar: Option<ProgressBar>,
    good: AtomicUsize,
}

impl Progress {
    /// Una barra si hay una terminal que la muestre.
    pub fn start() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self {
            bar,
            good: AtomicUsize::new(0),
        }
    }

    /// Empieza algo cuyo final no se conoce.
    pub fn stage(&self, text: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(text.to_owned());
        }
    }

    /// Escribe una línea sin estropear la barra.
    pub fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| note!("{text}")),
            None => note!("{text}"),
        }
    }

    /// Quita la barra.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl run::Progress for Progress {
    fn start(&self, pending: usize) {
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len} · {quedan}{msg}");
        if let (Some(bar), Ok(style)) = (&self.bar, style) {
            let left = |state: &ProgressState, text: &mut dyn Write| {
                // Si no se puede escribir ahí, no hay a quién decírselo.
                let _ = text.write_str(&remaining(state));
            };
            bar.reset();
            bar.set_message("");
            bar.set_length(pending as u64);
            bar.set_style(style.with_key("quedan", left));
        }
    }

    fn graded(&self, _: &Work, grade: &Grade) {
        if grade.code == Code::Good {
            self.good.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(bar) = &self.bar {
            bar.inc(1);
            let good = self.good.load(Ordering::Relaxed);
            bar.set_message(format!(" · {good} BIEN"));
        }
    }

    fn retried(&self, work: &Work, grade: &Grade) {
        let why = grade.reason.as_deref().unwrap_or("no se sabe por qué");
        let short = work.sha256.get(..12).unwrap_or(&work.sha256);
        self.say(&format!(
            "Ha fallado el taller con {} ({short}), y se intentará de nuevo: {why}",
            work.step
        ));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Lo que queda, en palabras.
fn remaining(state: &ProgressState) -> String {
    if state.pos() == 0 {
        return "calculando lo que queda".to_owned();
    }
    format!("quedan {}", spoken(state.eta().as_secs()))
}

/// «40 s», «3 min», «1 h 20 min»: sin una precisión que no tiene.
fn spoken(seconds: u64) -> String {
    let minutes = (seconds + 30) / 60;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_que_queda_se_dice_redondo() {
        let told = [0, 59, 60, 100, 3599, 3600, 5400].map(spoken);

        assert_eq!(
            told,
            [
                "0 s",
                "59 s",
                "1 min",
                "2 min",
                "60 min",
                "1 h 0 min",
                "1 h 30 min"
            ]
        );
    }
}
