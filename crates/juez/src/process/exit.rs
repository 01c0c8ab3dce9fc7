//! Cómo acabó una ejecución.

use std::time::Duration;

use castellano::signal;
use nix::sys::signal::Signal;

use super::Capture;
use crate::todo;

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

/// El código con el que termina un programa de Rust que entra en pánico.
pub(crate) const PANIC_CODE: i32 = 101;

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

    /// La salida de errores, como texto y sin el número de hilo de los pánicos.
    pub fn err(&self) -> String {
        plain_panics(&self.stderr.text())
    }

    /// Si la paró un `todo!`.
    pub fn is_unwritten(&self) -> bool {
        todo::is_in(&self.stderr.text())
    }

    /// Si terminó por un pánico.
    pub fn panicked(&self) -> bool {
        self.end == End::Exited(PANIC_CODE)
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

/// Un pánico dice también el número de su hilo («thread 'main' (31697) panicked at …»),
/// que cambia cada vez. A quien lo lee no le dice nada, y dos veredictos iguales no pueden
/// distinguirse por él.
pub(crate) fn plain_panics(text: &str) -> String {
    let mut parts = text.split("' (");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|letter: char| letter.is_ascii_digit());
        match rest.strip_prefix(") panicked at ") {
            Some(place) if rest.len() < part.len() => kept += &format!("' panicked at {place}"),
            _ => kept += &format!("' ({part}"),
        }
    }
    // Cómo pedirle más detalles a Rust, en inglés, tampoco le dice nada.
    let useful = |line: &&str| !line.starts_with("note: run with `RUST_BACKTRACE");
    kept.split_inclusive('\n').filter(useful).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_panico_no_dice_su_numero_de_hilo_y_lo_demas_queda_igual() {
        for (told, kept) in [
            (
                "uno\n\nthread 'main' (843) panicked at src/lib.rs:7:5:\nno\nthread 'x' (1) panicked at a",
                "uno\n\nthread 'main' panicked at src/lib.rs:7:5:\nno\nthread 'x' panicked at a",
            ),
            (
                "no\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\nsí\n",
                "no\nsí\n",
            ),
            (
                "thread 'main' panicked at src/lib.rs:7:5:",
                "thread 'main' panicked at src/lib.rs:7:5:",
            ),
            (
                "'a' (843) y 'b' () panicked at c",
                "'a' (843) y 'b' () panicked at c",
            ),
        ] {
            assert_eq!(plain_panics(told), kept);
        }
    }
}
