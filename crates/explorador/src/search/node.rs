//! Un punto de decisión: quién podía moverse, a quién se eligió y a quién falta
//! probar.

use crate::schedule::Choice;
use crate::world::Candidate;
use crate::world::footprint::Footprint;

/// Un punto de decisión del plan en curso.
pub(super) struct Node {
    pub options: Vec<Candidate>,
    pub chosen: Choice,
    /// Lo que aún hay que probar aquí, por orden de llegada.
    pub todo: Vec<Choice>,
    pub done: Vec<Choice>,
    /// Los que no hace falta probar: lo que empezara por ellos ya se vio.
    pub asleep: Vec<(Choice, Footprint)>,
    pub last: Option<Choice>,
    /// Expropiaciones hasta aquí.
    pub preemptions: usize,
}

impl Node {
    pub fn offers(&self, choice: Choice) -> bool {
        self.options.iter().any(|option| option.choice == choice)
    }

    pub fn known(&self, choice: Choice) -> bool {
        self.chosen == choice
            || self.todo.contains(&choice)
            || self.done.contains(&choice)
            || self.asleep.iter().any(|(asleep, _)| *asleep == choice)
    }

    pub fn add(&mut self, choice: Choice) {
        if !self.known(choice) && self.offers(choice) {
            self.todo.push(choice);
        }
    }

    pub fn add_all(&mut self) {
        for option in self.options.clone() {
            self.add(option.choice);
        }
    }

    /// Elegir esto, ¿le quita el turno a quien podía seguir?
    pub fn preempts(&self, choice: Choice) -> bool {
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
