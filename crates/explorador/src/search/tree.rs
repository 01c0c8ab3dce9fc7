//! El árbol de decisiones: por qué planes se ha pasado y cuáles quedan.

use super::node::Node;
use crate::error::Error;
use crate::policy::steady;
use crate::schedule::Choice;
use crate::world::footprint::{Footprint, conflict};
use crate::world::{Candidate, Chooser, Step};

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

/// El árbol.
pub(crate) struct Tree {
    pub(super) mode: Mode,
    pub(super) nodes: Vec<Node>,
    pub(super) steps: Vec<Step>,
    /// Cuántos nodos vienen de antes y solo hay que repetirlos.
    pub(super) prefix: usize,
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
