//! Por dónde va la revisión: una barra en una terminal, una línea por variante
//! donde no la hay.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::note;

/// Lo que se va contando por la salida de errores.
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Una barra si hay una terminal que la muestre.
    pub fn start() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
            bar
        });
        Self { bar }
    }

    /// Empieza una etapa sin un final conocido.
    pub fn stage(&self, name: &'static str) {
        match &self.bar {
            Some(bar) => bar.set_message(name),
            None => note!("{name}"),
        }
    }

    /// Lo último de la etapa; sin terminal no se cuenta.
    pub fn detail(&self, text: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("Compilando el curso: {text}"));
        }
    }

    /// Empieza una etapa de `total` pasos.
    pub fn count(&self, total: usize) {
        if let Some(bar) = &self.bar
            && let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}")
        {
            bar.set_style(style);
            bar.set_length(total as u64);
        }
    }

    /// Un paso más, con lo que resultó.
    pub fn step(&self, name: &str, ok: bool) {
        match &self.bar {
            Some(bar) => {
                bar.set_message(name.to_owned());
                bar.inc(1);
            }
            None => note!("  {} {name}", if ok { "bien " } else { "FALLA" }),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
