//! A quién le puede tocar.

use super::lane::Lane;
use super::{Candidate, World, footprint};
use crate::schedule::Choice;

impl World<'_> {
    /// Los que se podrían mover ahora, y los relojes que podrían sonar.
    pub(super) fn candidates(&mut self) -> Vec<Candidate> {
        let mut options = Vec::new();
        for id in 0..self.lanes.len() {
            if !self.enabled(id) {
                continue;
            }
            options.push(Candidate {
                choice: Choice {
                    lane: id,
                    timer: false,
                },
                footprint: self.next_footprint(id),
                yields: self.yields(id),
            });
        }
        self.let_others_pass(&mut options);
        let nobody = options.is_empty();
        for (id, lane) in self.lanes.iter().enumerate() {
            if lane.timer.is_some() && lane.is_alive() && (nobody || !lane.rang) {
                options.push(Candidate {
                    choice: Choice {
                        lane: id,
                        timer: true,
                    },
                    footprint: vec![footprint::changes(footprint::Object::SignalsOf(id))],
                    yields: true,
                });
            }
        }
        options
    }

    /// Quien lleva un rato mirando lo mismo espera a los demás mientras puedan
    /// moverse. Sin esto, un bucle que cuenta sus vueltas tendría tantos órdenes
    /// como vueltas; con esto se deja de ver que se rinda antes de tiempo, y el
    /// informe no dice haberlo visto todo.
    fn let_others_pass(&mut self, options: &mut Vec<Candidate>) {
        let impatient =
            |lanes: &[Lane], option: &Candidate| lanes[option.choice.lane].spin.is_impatient();
        if !options.iter().all(|option| impatient(&self.lanes, option)) {
            let before = options.len();
            options.retain(|option| !impatient(&self.lanes, option));
            self.unfair |= options.len() < before;
        }
        for (id, lane) in self.lanes.iter_mut().enumerate() {
            lane.was_disabled |= !options.iter().any(|option| option.choice.lane == id);
        }
    }
}
