//! Qué se aprende de un plan ejecutado: en qué puntos otro orden podría acabar de
//! otra manera, y con quién hay que probar allí. Es la reducción; el árbol
//! ([`super::tree`]) solo lleva la cuenta.

use super::order::{Order, dependent};
use super::tree::{Mode, Tree};
use crate::schedule::Choice;
use crate::world::footprint::{Footprint, changes};
use crate::world::{LaneId, Step};

impl Tree {
    /// Mira el plan recién ejecutado y apunta dónde hay que desviarse. `stuck`
    /// son los que se quedaron esperando y lo que habrían hecho.
    pub fn learn(&mut self, stuck: &[(LaneId, Footprint)]) {
        if matches!(self.mode, Mode::Everything { .. }) {
            return;
        }
        let executed = self.steps.len();
        let mut steps = self.steps.clone();
        // Lo que harían los que esperan se mira como si fueran pasos, cada uno
        // por separado y al final.
        for (lane, footprint) in stuck {
            steps.truncate(executed);
            steps.push(Step {
                choice: Choice {
                    lane: *lane,
                    timer: false,
                },
                footprint: footprint.clone(),
                wakes: Vec::new(),
                may_block: true,
                among_several: false,
                needed: None,
            });
            let order = Order::of(&steps);
            self.learn_from(&steps, &order, executed);
        }
        steps.truncate(executed);
        let order = Order::of(&steps);
        // Los conflictos entre pasos repetidos ya se miraron en su día.
        for later in self.prefix.saturating_sub(1)..executed {
            self.learn_from(&steps, &order, later);
            self.learn_overtaken(later);
            self.learn_disarmed(later);
        }
    }

    /// Un paso que cambia lo que otro iba a hacer (una señal, un despertar)
    /// tapa lo que iba a hacer: hay que probar también que lo hiciera antes.
    fn learn_overtaken(&mut self, place: usize) {
        for &lane in &self.steps[place].wakes {
            self.nodes[place].add(Choice { lane, timer: false });
        }
    }

    /// Un paso que quita un reloj (lo desarma, o termina el proceso) tapa que
    /// venciera: hay que probar también que lo hiciera antes.
    fn learn_disarmed(&mut self, place: usize) {
        let after = self.nodes.get(place + 1);
        let disarmed: Vec<Choice> = self.nodes[place]
            .options
            .iter()
            .map(|option| option.choice)
            .filter(|&choice| choice.timer && choice != self.steps[place].choice)
            .filter(|&choice| !after.is_some_and(|next| next.offers(choice)))
            .collect();
        for choice in disarmed {
            self.nodes[place].add(choice);
        }
    }

    /// Los conflictos del paso `later` con los anteriores.
    fn learn_from(&mut self, steps: &[Step], order: &Order, later: usize) {
        let step = &steps[later];
        for earlier in (0..later).rev() {
            let other = &steps[earlier];
            let racing = other.choice != step.choice
                && dependent(other, step)
                && !order.before_process_of(earlier, later);
            if !racing {
                continue;
            }
            let needed = step
                .needed
                .is_some_and(|needed| other.footprint.contains(&changes(needed)));
            if needed || self.cannot_go_first(steps, order, earlier, later) {
                continue;
            }
            let direct = || {
                !(earlier + 1..later)
                    .any(|middle| order.before(earlier, middle) && dependent(&steps[middle], step))
            };
            if matches!(self.mode, Mode::Bounded { .. }) {
                self.plan_bounded(steps, earlier, later);
            } else if step.may_block || direct() {
                self.plan_reversal(steps, order, earlier, later);
            }
        }
    }

    /// El proceso de `later` ya estaba esperando antes de `earlier`, y nada
    /// independiente de este lo habría sacado de la espera. De quien espera a uno
    /// entre varios no se sabe: lo que hizo solo cuenta al que llegó primero.
    fn cannot_go_first(&self, steps: &[Step], order: &Order, earlier: usize, later: usize) -> bool {
        let step = &steps[later];
        let arrived = !(earlier + 1..later).any(|k| steps[k].choice == step.choice);
        arrived
            && !step.among_several
            && !self.nodes[earlier].offers(step.choice)
            && !(earlier + 1..later)
                .any(|k| !order.before(earlier, k) && dependent(&steps[k], step))
    }

    /// Apunta en el nodo `earlier` a alguien que lleve a `later` antes que a él.
    fn plan_reversal(&mut self, steps: &[Step], order: &Order, earlier: usize, later: usize) {
        let mut initials: Vec<Choice> = Vec::new();
        let mut others: Vec<usize> = (earlier + 1..later)
            .filter(|&k| !order.before(earlier, k))
            .collect();
        others.push(later);
        for (position, &place) in others.iter().enumerate() {
            let choice = steps[place].choice;
            let depends = others[..position].iter().any(|&previous| {
                if place == later {
                    // De `later` no vale su reloj entero: incluye a `earlier`.
                    order.before_process_of(previous, later)
                        || dependent(&steps[previous], &steps[later])
                } else {
                    order.before(previous, place)
                }
            });
            if !depends && !initials.contains(&choice) {
                initials.push(choice);
            }
        }
        let node = &mut self.nodes[earlier];
        if initials
            .iter()
            .any(|&choice| node.offers(choice) && node.known(choice))
        {
            return;
        }
        let wanted = steps[later].choice;
        let pick = initials
            .iter()
            .find(|&&choice| choice == wanted && node.offers(choice))
            .or_else(|| initials.iter().find(|&&choice| node.offers(choice)));
        match pick {
            Some(&choice) => node.add(choice),
            // Nadie de ahí podía moverse; si esperaba a uno de varios, otro de
            // ellos podría haber llegado antes.
            None if steps[later].among_several => node.add_all(),
            None => {}
        }
    }

    /// Con cota: además, donde empezó el tramo del que va a ser desplazado, que
    /// es donde el cambio no cuesta.
    fn plan_bounded(&mut self, steps: &[Step], earlier: usize, later: usize) {
        let wanted = steps[later].choice;
        let owner = steps[earlier].choice;
        let start = (0..=earlier)
            .rev()
            .take_while(|&k| steps[k].choice == owner)
            .last()
            .unwrap_or(earlier);
        for place in [earlier, start] {
            let node = &mut self.nodes[place];
            if node.offers(wanted) {
                node.add(wanted);
            } else {
                node.add_all();
            }
        }
    }
}
