//! El árbol de decisiones: por qué planes se ha pasado y cuáles quedan.

use super::order::{Order, dependent};
use crate::error::Error;
use crate::policy::steady;
use crate::schedule::Choice;
use crate::world::footprint::{Footprint, changes, conflict};
use crate::world::{Candidate, Chooser, LaneId, Step};

/// Qué se busca.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Sin cota, con reducción.
    Reduced,
    /// Hasta `bound` expropiaciones, con reducción.
    Bounded { bound: usize },
    /// Todos los órdenes, sin reducción.
    Everything { bound: Option<usize> },
}

impl Mode {
    fn bound(self) -> Option<usize> {
        match self {
            Self::Reduced => None,
            Self::Bounded { bound } => Some(bound),
            Self::Everything { bound } => bound,
        }
    }
}

/// Un punto de decisión del plan en curso.
struct Node {
    options: Vec<Candidate>,
    chosen: Choice,
    /// Lo que aún hay que probar aquí, por orden de llegada.
    todo: Vec<Choice>,
    done: Vec<Choice>,
    /// Los que no hace falta probar: lo que empezara por ellos ya se vio.
    asleep: Vec<(Choice, Footprint)>,
    last: Option<Choice>,
    /// Expropiaciones hasta aquí.
    preemptions: usize,
}

impl Node {
    fn offers(&self, choice: Choice) -> bool {
        self.options.iter().any(|option| option.choice == choice)
    }

    fn known(&self, choice: Choice) -> bool {
        self.chosen == choice
            || self.todo.contains(&choice)
            || self.done.contains(&choice)
            || self.asleep.iter().any(|(asleep, _)| *asleep == choice)
    }

    fn add(&mut self, choice: Choice) {
        if !self.known(choice) && self.offers(choice) {
            self.todo.push(choice);
        }
    }

    fn add_all(&mut self) {
        for option in self.options.clone() {
            self.add(option.choice);
        }
    }

    /// Elegir esto, ¿le quita el turno a quien podía seguir?
    fn preempts(&self, choice: Choice) -> bool {
        !choice.timer
            && self.last.is_some_and(|last| {
                !last.timer
                    && last.lane != choice.lane
                    && self
                        .options
                        .iter()
                        .any(|option| option.choice == last && !option.yields)
            })
    }
}

/// El árbol.
pub(crate) struct Tree {
    mode: Mode,
    nodes: Vec<Node>,
    steps: Vec<Step>,
    /// Cuántos nodos vienen de antes y solo hay que repetirlos.
    prefix: usize,
    bound_cut: bool,
}

impl Tree {
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            nodes: Vec::new(),
            steps: Vec::new(),
            prefix: 0,
            bound_cut: false,
        }
    }

    /// Empieza otro plan.
    pub fn begin(&mut self) {
        self.prefix = self.nodes.len();
        self.steps.clear();
    }

    /// Los pasos del último plan.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// La cota ha dejado planes sin probar.
    pub fn bound_cut(&self) -> bool {
        self.bound_cut
    }

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

    /// Prepara el siguiente plan. Falso: no queda ninguno.
    pub fn advance(&mut self) -> bool {
        while let Some(mut node) = self.nodes.pop() {
            node.done.push(node.chosen);
            if let Some(next) = self.next_here(&mut node) {
                if self.mode == Mode::Reduced {
                    let footprint = node
                        .options
                        .iter()
                        .find(|option| option.choice == node.chosen)
                        .map(|option| option.footprint.clone());
                    node.asleep
                        .push((node.chosen, footprint.unwrap_or_default()));
                }
                node.chosen = next;
                self.nodes.push(node);
                return true;
            }
        }
        false
    }

    fn next_here(&mut self, node: &mut Node) -> Option<Choice> {
        while !node.todo.is_empty() {
            let choice = node.todo.remove(0);
            let cost = node.preemptions + usize::from(node.preempts(choice));
            if self.mode.bound().is_some_and(|bound| cost > bound) {
                self.bound_cut = true;
                continue;
            }
            return Some(choice);
        }
        None
    }

    /// Los que duermen en el nodo nuevo: los del anterior a los que el último
    /// paso no afecta.
    fn inherited_sleep(&self, options: &[Candidate]) -> Vec<(Choice, Footprint)> {
        let (Some(parent), Some(step)) = (self.nodes.last(), self.steps.last()) else {
            return Vec::new();
        };
        parent
            .asleep
            .iter()
            .filter(|(choice, footprint)| {
                *choice != step.choice
                    && !conflict(
                        (choice.lane, footprint),
                        (step.choice.lane, &step.footprint),
                    )
            })
            .map(|(choice, footprint)| {
                let now = options.iter().find(|option| option.choice == *choice);
                (
                    *choice,
                    now.map_or_else(|| footprint.clone(), |option| option.footprint.clone()),
                )
            })
            .collect()
    }

    fn repeat(&mut self, place: usize, options: &[Candidate]) -> Result<usize, Error> {
        let node = &self.nodes[place];
        let same = node.options.len() == options.len()
            && node
                .options
                .iter()
                .zip(options)
                .all(|(a, b)| a.choice == b.choice);
        let chosen = options
            .iter()
            .position(|option| option.choice == node.chosen);
        chosen.filter(|_| same).ok_or_else(|| {
            Error::NotDeterministic(format!(
                "en el paso {} podían moverse otros procesos que la vez anterior",
                place + 1
            ))
        })
    }
}

impl Chooser for Tree {
    fn choose(
        &mut self,
        options: &[Candidate],
        last: Option<Choice>,
    ) -> Result<Option<usize>, Error> {
        let place = self.steps.len();
        if place < self.prefix {
            return self.repeat(place, options).map(Some);
        }
        let asleep = self.inherited_sleep(options);
        let awake: Vec<Candidate> = options
            .iter()
            .filter(|option| !asleep.iter().any(|(choice, _)| *choice == option.choice))
            .cloned()
            .collect();
        if awake.is_empty() {
            return Ok(None);
        }
        let chosen = awake[steady(&awake, last)].choice;
        let preemptions = self.nodes.last().map_or(0, |parent| {
            parent.preemptions + usize::from(parent.preempts(parent.chosen))
        });
        let mut node = Node {
            options: options.to_vec(),
            chosen,
            todo: Vec::new(),
            done: Vec::new(),
            asleep,
            last,
            preemptions,
        };
        if matches!(self.mode, Mode::Everything { .. }) {
            node.add_all();
        }
        self.nodes.push(node);
        Ok(options.iter().position(|option| option.choice == chosen))
    }

    fn stepped(&mut self, step: Step) {
        self.steps.push(step);
    }
}
