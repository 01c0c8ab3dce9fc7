//! Insistir: un proceso que mira lo mismo una y otra vez, y que además cuenta, nunca
//! repite su memoria, y no se sabe si espera para siempre o si se cansará. Dar cada
//! vuelta por separado tendría tantos órdenes como vueltas; hacerle esperar siempre
//! a los demás escondería lo que pasa cuando se cansa. Aquí las da todas seguidas,
//! como un solo paso, hasta que haga otra cosa: es el orden en el que a los demás
//! no les toca en todo ese rato.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::footprint::{self, Footprint};
use super::op::Op;
use super::{Candidate, LaneId, State, World};
use crate::error::Error;
use crate::event::EventKind;
use crate::gap::Gap;
use crate::limits::LimitKind;

impl World<'_> {
    /// Lleva un rato mirando lo mismo y va a mirarlo otra vez.
    pub(super) fn would_insist(&self, id: LaneId) -> bool {
        let lane = &self.lanes[id];
        lane.state == State::Ready
            && lane.spin.is_impatient()
            && lane.spin.is_known_glance(&self.next_footprint(id))
    }

    /// Da vueltas hasta que el proceso haga otra cosa, o se sepa que no la hará.
    pub(super) fn insist(&mut self, id: LaneId, options: &[Candidate]) -> Result<(), Error> {
        let loop_id = self.loop_of(id);
        let others = others_can_move(options);
        // Si no hay nadie más, después no se va a mover nadie: ni hace falta contar.
        if (options.len() == 1 || others) && self.setup.endless.contains(loop_id) {
            self.gaps.insert(Gap::CountedLooks);
            self.give_up_on(id, others);
            return Ok(());
        }
        let mut first = self.events.len();
        let mut touched = Footprint::new();
        let mut times = 0;
        loop {
            first = self.forget_glances(id, first);
            self.current = self.next_footprint(id);
            self.perform(id)?;
            // Entre vuelta y vuelta no le llega nada: nadie más se mueve.
            if self.lanes[id].pending.as_ref().is_some_and(Op::is_resume) {
                self.resume(id)?;
            }
            footprint::add(&mut touched, &self.current);
            times += 1;
            if self.setup.is_late() {
                self.limit = Some(LimitKind::Time);
                break;
            }
            if self.lanes[id].spin.is_endless(others) {
                self.setup.endless.insert(loop_id);
                self.give_up_on(id, others);
                // No está demostrado: con más vueltas quizá se cansara.
                self.gaps.insert(Gap::CountedLooks);
                break;
            }
            if !(self.enabled(id) && self.would_insist(id)) {
                break;
            }
        }
        self.fruitless |= others && self.lanes[id].spin.is_waiting();
        self.current = touched;
        self.tell_insistence(id, first, times - 1);
        Ok(())
    }

    /// Este proceso espera a los demás, dé las vueltas que dé. Si no se les dejó
    /// moverse es porque se quiso probar, y ese plan ya no enseña nada: es el mismo que
    /// aquel en que esperó desde el principio.
    fn give_up_on(&mut self, id: LaneId, others: bool) {
        self.lanes[id].spin.wait();
        self.fruitless = others;
    }

    /// Quita de lo contado desde `first` las vueltas de este proceso, y dice por dónde
    /// va la cuenta.
    fn forget_glances(&mut self, id: LaneId, first: usize) -> usize {
        for event in self.events.split_off(first) {
            if event.lane != id {
                self.push(event.lane, event.kind, event.fault);
            }
        }
        self.events.len()
    }

    /// De las vueltas solo se cuenta la última, y cuántas van delante.
    fn tell_insistence(&mut self, id: LaneId, first: usize, times: usize) {
        let last = self.events.split_off(first);
        if times > 0 {
            self.push(id, EventKind::Insisted { times }, false);
        }
        for event in last {
            self.push(event.lane, event.kind, event.fault);
        }
    }

    /// Un bucle, para reconocerlo en otro plan: de quién es, dónde está y qué mira.
    fn loop_of(&self, id: LaneId) -> u64 {
        let mut hasher = DefaultHasher::new();
        (
            id,
            self.lanes[id].spin.place(),
            self.lanes[id].spin.watched(),
        )
            .hash(&mut hasher);
        hasher.finish()
    }
}

/// Hay alguien que no está dando vueltas.
fn others_can_move(options: &[Candidate]) -> bool {
    options
        .iter()
        .any(|option| !option.insists && !option.choice.timer)
}
