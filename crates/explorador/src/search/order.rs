//! Qué pasos de una ejecución tuvieron que ir antes que otros, con relojes
//! vectoriales.

use std::collections::BTreeMap;

use crate::schedule::Choice;
use crate::world::Step;
use crate::world::footprint::conflict;

/// Para cada proceso, cuántos de sus pasos van antes.
pub(crate) type Clock = BTreeMap<Choice, usize>;

fn join(into: &mut Clock, other: &Clock) {
    for (&process, &count) in other {
        let known = into.entry(process).or_insert(0);
        *known = (*known).max(count);
    }
}

/// ¿Importa el orden entre estos dos pasos?
pub(crate) fn dependent(a: &Step, b: &Step) -> bool {
    conflict((a.choice.lane, &a.footprint), (b.choice.lane, &b.footprint))
}

/// Lo que tienen en común los planes equivalentes: para cada paso (el enésimo de un
/// proceso), cuáles tuvieron que ir antes.
pub(crate) type Class = BTreeMap<(Choice, usize), Clock>;

/// El orden necesario entre los pasos de una ejecución.
#[derive(Default)]
pub(crate) struct Order {
    /// Tras cada paso.
    clocks: Vec<Clock>,
    /// Antes de cada paso, sin contar sus conflictos: lo que su proceso ya
    /// tenía por delante.
    bases: Vec<Clock>,
    /// Qué número de paso de su proceso es cada uno, desde 1.
    ticks: Vec<usize>,
    processes: Vec<Choice>,
    /// Lo que cada proceso tiene por delante ahora.
    current: BTreeMap<Choice, Clock>,
}

impl Order {
    /// El de estos pasos.
    pub fn of(steps: &[Step]) -> Self {
        let mut order = Self::default();
        for (place, step) in steps.iter().enumerate() {
            order.add(steps, place, step);
        }
        order
    }

    fn add(&mut self, steps: &[Step], place: usize, step: &Step) {
        let base = self.current.entry(step.choice).or_default().clone();
        let mut clock = base.clone();
        for (earlier, other) in steps[..place].iter().enumerate() {
            if other.choice != step.choice && dependent(other, step) {
                join(&mut clock, &self.clocks[earlier]);
            }
        }
        let tick = clock.entry(step.choice).or_insert(0);
        *tick += 1;
        self.ticks.push(*tick);
        for &lane in &step.wakes {
            let woken = self
                .current
                .entry(Choice { lane, timer: false })
                .or_default();
            join(woken, &clock);
        }
        self.current.insert(step.choice, clock.clone());
        self.processes.push(step.choice);
        self.bases.push(base);
        self.clocks.push(clock);
    }

    /// La clase de los planes equivalentes a este.
    pub fn class(self) -> Class {
        let steps = self.processes.into_iter().zip(self.ticks);
        steps.zip(self.clocks).collect()
    }

    fn covers(&self, clock: &Clock, place: usize) -> bool {
        clock
            .get(&self.processes[place])
            .is_some_and(|&count| count >= self.ticks[place])
    }

    /// ¿Tuvo que ir `a` antes que `b`?
    pub fn before(&self, a: usize, b: usize) -> bool {
        a < b && self.covers(&self.clocks[b], a)
    }

    /// ¿Iba ya `a` antes que el proceso de `b`, sin contar con el propio `b`?
    pub fn before_process_of(&self, a: usize, b: usize) -> bool {
        self.covers(&self.bases[b], a)
    }
}
