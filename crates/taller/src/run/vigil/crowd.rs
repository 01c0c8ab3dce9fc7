//! Cuántos son y cuánto ocupan entre todos.
//!
//! El núcleo acota a cada proceso (véase [`super::limits`]), pero no la suma: cien hijos,
//! cada uno dentro de su límite, llenan cualquier máquina. Aquí se mira de vez en cuando.

use std::fs;

use calificador::cage::weigh;
use juez::process::{census, living};

use super::super::allowance::Allowance;
use super::super::frames::Outcome;
use super::limits::tasks_in_the_machine;

/// De cada cuántas miradas, una cuenta los nuestros pase lo que pase con los demás.
const THOROUGH: u32 = 10;

/// Quien los mira.
#[derive(Debug)]
pub struct Crowd {
    processes: usize,
    memory: Option<u64>,
    looks: u32,
    /// Las tareas que había en la máquina al empezar, y la memoria que quedaba.
    tasks_before: Option<u64>,
    free_before: Option<u64>,
}

impl Crowd {
    /// Para lo que se deja en `allowance`, antes de que empiece.
    pub fn new(allowance: &Allowance) -> Self {
        Self {
            processes: allowance.processes,
            memory: allowance.together_mib.map(|mib| mib << 20),
            looks: 0,
            tasks_before: tasks_in_the_machine(),
            free_before: free_memory(),
        }
    }

    /// En qué se pasan, si se pasan.
    pub fn excess(&mut self) -> Option<Outcome> {
        self.looks += 1;
        let thorough = self.looks.is_multiple_of(THOROUGH);
        if (thorough || self.may_be_many()) && census().total() > self.processes {
            return Some(Outcome::Crowd);
        }
        let limit = self.memory?;
        let heavy = (thorough || self.may_be_heavy(limit)) && weigh(&living(), limit) > limit;
        heavy.then_some(Outcome::Heavy)
    }

    /// Contarlos es leer medio /proc. Casi siempre basta una cifra: si en la máquina
    /// no hay muchas más tareas que al empezar, no pueden ser nuestras.
    fn may_be_many(&self) -> bool {
        match (tasks_in_the_machine(), self.tasks_before) {
            (Some(now), Some(before)) => now > before + self.processes as u64 / 2,
            _ => true,
        }
    }

    /// Lo mismo con la memoria: si a la máquina le queda casi la que tenía, no la
    /// están ocupando los nuestros.
    fn may_be_heavy(&self, limit: u64) -> bool {
        match (free_memory(), self.free_before) {
            (Some(now), Some(before)) => before.saturating_sub(now) > limit / 2,
            _ => true,
        }
    }
}

/// La memoria que le queda a la máquina, en bytes (`MemAvailable`, proc_meminfo(5)).
fn free_memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes << 10)
}
