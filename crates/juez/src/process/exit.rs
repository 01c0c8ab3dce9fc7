//! Cómo acabó una ejecución.

use std::time::Duration;

use castellano::signal;
use nix::sys::signal::Signal;

use super::Capture;

/// Cómo terminó el proceso principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Por sí mismo, con este código.
    Exited(i32),
    /// Por esta señal (su número: las de tiempo real no tienen nombre).
    Killed(i32),
    /// Lo paró el juez: se acabó el plazo.
    Deadline(Duration),
    /// Lo paró el juez: no dejaba de escribir.
    Flood,
}

/// Una ejecución terminada: ya no queda ningún proceso suyo.
#[derive(Debug, Clone)]
pub struct Finished {
    /// PID que tuvo el proceso principal, visto por él mismo.
    pub pid: i32,
    /// Cómo acabó.
    pub end: End,
    /// Lo que escribió por la salida estándar.
    pub stdout: Capture,
    /// Lo que escribió por la salida de errores.
    pub stderr: Capture,
    /// Descendientes que seguían vivos cuando el principal terminó.
    pub left_running: usize,
    /// Descendientes terminados que nadie había recogido.
    pub zombies: usize,
    /// Los procesos que se llegaron a ver a la vez, contando el principal.
    pub processes: usize,
}

impl Finished {
    /// La salida estándar, como texto.
    pub fn out(&self) -> String {
        self.stdout.text()
    }

    /// La salida de errores, como texto.
    pub fn err(&self) -> String {
        self.stderr.text()
    }

    /// El final, contado para una persona.
    pub fn describe_end(&self) -> String {
        match self.end {
            End::Exited(code) => format!("terminó con código {code}"),
            End::Killed(number) => match Signal::try_from(number) {
                Ok(killer) => format!("murió por {killer} ({})", signal::describe(killer)),
                Err(_) => format!("murió por la señal {number}"),
            },
            End::Deadline(limit) => {
                format!(
                    "seguía sin terminar a los {} segundos, y hubo que pararlo",
                    limit.as_secs()
                )
            }
            End::Flood => format!(
                "no dejaba de escribir (llevaba {} MiB), y hubo que pararlo",
                (self.stdout.total() + self.stderr.total()) >> 20
            ),
        }
    }
}
