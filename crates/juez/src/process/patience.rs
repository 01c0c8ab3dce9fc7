//! Cuánto se espera a un programa, sin que importe lo cargada que esté la máquina.
//!
//! El plazo no es de reloj: un programa puede tardar diez veces más solo porque
//! otros ocupan el procesador, y un veredicto no debe depender de eso. Se descuenta
//! del plazo el procesador que el programa gasta, y el tiempo en que todos sus
//! procesos están esperando. Si quiere el procesador y no se lo dan, no se descuenta.

use std::time::{Duration, Instant};

use nix::libc;
use nix::unistd::Pid;

use super::kin;

/// Cada cuánto se mira en qué anda el programa.
pub const GLANCE: Duration = Duration::from_millis(200);

/// Por muy cargada que esté la máquina, no se espera más de tantas veces el plazo.
const CEILING: u32 = 30;

/// La cuenta del plazo de una ejecución.
pub struct Patience {
    limit: Duration,
    spent: Duration,
    started: Instant,
    glanced: Instant,
    ticks: u64,
    most_processes: usize,
}

impl Patience {
    /// El plazo entero.
    pub fn new(limit: Duration) -> Self {
        let now = Instant::now();
        Self {
            limit,
            spent: Duration::ZERO,
            started: now,
            glanced: now,
            ticks: 0,
            most_processes: 0,
        }
    }

    /// El plazo que se dio.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Los procesos que se han llegado a ver a la vez.
    pub fn most_processes(&self) -> usize {
        self.most_processes
    }

    /// Vuelve a dar el plazo entero.
    pub fn renew(&mut self) {
        *self = Self {
            ticks: self.ticks,
            most_processes: self.most_processes,
            ..Self::new(self.limit)
        };
    }

    /// Mira, si toca, en qué anda el programa de `root`. Dice si se acabó el plazo.
    pub fn is_over(&mut self, root: Pid) -> bool {
        let since = self.glanced.elapsed();
        if since >= GLANCE.min(self.limit) {
            self.glanced = Instant::now();
            self.charge(root, since);
        }
        self.spent >= self.limit || self.started.elapsed() >= self.limit * CEILING
    }

    fn charge(&mut self, root: Pid, since: Duration) {
        let family = kin::family(root);
        let ticks: u64 = family.values().map(|relative| relative.ticks).sum();
        let used = from_ticks(ticks.saturating_sub(self.ticks));
        self.ticks = ticks;
        self.most_processes = self.most_processes.max(family.len());
        if !used.is_zero() {
            self.spent += used;
        } else if family.values().all(kin::Relative::is_waiting) {
            // Si el que no ha mirado es el juez, el programa no tiene la culpa.
            self.spent += since.min(GLANCE * 2);
        }
    }
}

fn from_ticks(ticks: u64) -> Duration {
    // SEGURIDAD: sysconf no toca memoria nuestra.
    let rate = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    let rate = u64::try_from(rate).unwrap_or(100).max(1);
    Duration::from_millis(ticks * 1000 / rate)
}
