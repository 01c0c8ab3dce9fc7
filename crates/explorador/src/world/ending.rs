//! Cómo acabó un plan.

use super::footprint::Footprint;
use super::{LaneId, World};
use crate::event::End;
use crate::outcome::{Exit, Verdict};

/// Lo que se va contando mientras los procesos terminan.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    pub zombies: usize,
    pub mappings: usize,
    pub descriptors: usize,
    pub left_running: usize,
    pub refused_signals: usize,
    pub crashed: bool,
    /// Alguien ha creado algún descriptor.
    pub made_descriptors: bool,
}

/// El final de un plan.
pub(crate) struct Finish {
    pub verdict: Verdict,
    pub exit: Exit,
    /// Los que se quedaron esperando, con lo que harían si pudieran.
    pub stuck: Vec<(LaneId, Footprint)>,
}

impl World<'_> {
    pub(super) fn finish(&mut self) -> Finish {
        (self.setup.streams).drain(&mut self.stdout, &mut self.stderr);
        let alive: Vec<LaneId> = (0..self.lanes.len())
            .filter(|&id| self.lanes[id].is_alive())
            .collect();
        let spinning = alive.iter().any(|&id| self.lanes[id].spin.is_waiting());
        let verdict = match () {
            () if self.limit.is_some() => Verdict::Timeout,
            () if self.tally.crashed => Verdict::Crash,
            () if spinning => Verdict::Livelock,
            () if !alive.is_empty() => Verdict::Deadlock,
            () => Verdict::Ok,
        };
        let exit = match self.lanes[0].end {
            Some(End::Code(code)) => Exit::Code(code),
            Some(End::Killed { signal, .. }) => Exit::Signal(signal),
            None => Exit::Unfinished,
        };
        let stuck = alive
            .iter()
            .map(|&id| (id, self.next_footprint(id)))
            .collect();
        Finish {
            verdict,
            exit,
            stuck,
        }
    }
}
