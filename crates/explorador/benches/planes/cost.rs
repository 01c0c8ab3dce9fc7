//! Lo que cuesta algo: tiempo de reloj y tiempo de procesador.

use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// Segundos de reloj y de procesador, los de este proceso y los de sus hijos.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub wall: f64,
    pub processor: f64,
}

impl Cost {
    /// Hace algo y lo mide.
    pub fn of<T>(work: impl FnOnce() -> T) -> (T, Self) {
        let (start, used) = (Instant::now(), processor());
        let done = work();
        let cost = Self {
            wall: start.elapsed().as_secs_f64(),
            processor: processor() - used,
        };
        (done, cost)
    }

    /// Lo que le toca a cada uno de `count`.
    #[allow(clippy::cast_precision_loss, reason = "son cuentas pequeñas")]
    pub fn shared_by(self, count: usize) -> Self {
        Self {
            wall: self.wall / count as f64,
            processor: self.processor / count as f64,
        }
    }
}

fn processor() -> f64 {
    let seconds = |time: TimeVal| {
        #[allow(clippy::cast_precision_loss, reason = "segundos de una medida")]
        let whole = time.tv_sec() as f64;
        #[allow(clippy::cast_precision_loss, reason = "menos de un millón")]
        let rest = time.tv_usec() as f64;
        whole + rest / 1e6
    };
    [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN]
        .into_iter()
        .filter_map(|who| getrusage(who).ok())
        .map(|usage| seconds(usage.user_time()) + seconds(usage.system_time()))
        .sum()
}

/// La mediana.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    median_of(values.collect())
}

/// La mediana.
pub fn median_of(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
