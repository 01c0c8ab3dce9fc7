//! A quién le puede tocar.

use super::{Candidate, LaneId, World, footprint};
use crate::gap::Gap;
use crate::schedule::Choice;

impl World<'_> {
    /// Los que se podrían mover ahora, y los relojes que podrían sonar.
    pub(super) fn candidates(&mut self) -> Vec<Candidate> {
        let mut options: Vec<Candidate> = (0..self.lanes.len())
            .filter(|&id| self.enabled(id))
            .map(|id| self.candidate(id))
            .collect();
        // A quien insiste se le hace esperar a los demás, salvo en los planes que
        // prueban justo eso: los órdenes que hay entre medias no se miran.
        if options.iter().any(|option| option.insists)
            && options.iter().any(|option| !option.insists)
        {
            self.gaps.insert(Gap::CountedLooks);
        }
        let nobody = options.is_empty();
        for (id, lane) in self.lanes.iter_mut().enumerate() {
            lane.was_disabled |= !options.iter().any(|option| option.choice.lane == id);
        }
        for (id, lane) in self.lanes.iter().enumerate() {
            if lane.timer.is_some() && lane.is_alive() && (nobody || !lane.rang) {
                options.push(Candidate {
                    choice: Choice {
                        lane: id,
                        timer: true,
                    },
                    footprint: vec![footprint::changes(footprint::Object::SignalsOf(id))],
                    yields: true,
                    insists: false,
                });
            }
        }
        options
    }

    fn candidate(&self, id: LaneId) -> Candidate {
        let insists = self.would_insist(id);
        let mut footprint = self.next_footprint(id);
        if insists {
            footprint::add(&mut footprint, self.lanes[id].spin.watched());
        }
        Candidate {
            choice: Choice {
                lane: id,
                timer: false,
            },
            footprint,
            yields: insists || self.yields(id),
            insists,
        }
    }
}
