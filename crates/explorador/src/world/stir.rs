//! Cuándo hay que volver a mirar si una tubería tiene algo o tiene sitio: solo cuando un
//! paso la ha tocado. Mirarlo cuesta tres llamadas, y se pregunta a cada paso por cada
//! proceso que espera.

use super::footprint::{Footprint, Object};
use super::lane::Sleep;
use super::op::{Op, What};
use super::{Candidate, LaneId, State, World};
use crate::calls::Kind;
use crate::number::low_i32;

/// En qué momento se miró un archivo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileMoment {
    /// En este paso: mañana puede ser otra cosa.
    Now(usize),
    /// Cuando se le había tocado estas veces, y estas a no se sabe cuál.
    Stirred(usize, usize),
}

/// Las veces que se ha tocado cada objeto del núcleo.
#[derive(Debug, Default)]
pub(crate) struct Stirred {
    each: Vec<usize>,
    /// Las veces que se ha hecho algo de lo que no se sabe a cuáles toca.
    all: usize,
}

impl World<'_> {
    /// En qué momento está el archivo del que esta operación lee, o en el que escribe.
    pub(super) fn file_moment(&self, id: LaneId, op: &Op) -> FileMoment {
        let now = FileMoment::Now(self.moment);
        // Quien espera dentro del núcleo toca lo suyo en medio de los pasos de otros.
        let kernel = |lane: &super::Lane| lane.state == State::Asleep(Sleep::Kernel);
        if self.lanes.iter().any(kernel) {
            return now;
        }
        let Ok((dev, ino, mode)) = self.lanes[id].identity(low_i32(op.regs.args()[0])) else {
            return now;
        };
        let identity = self.canonical((dev, ino));
        let place = self.files.iter().position(|&known| known == identity);
        match place.filter(|_| mode & libc::S_IFMT == libc::S_IFIFO) {
            Some(place) => {
                let times = self.stirred.each.get(place).copied().unwrap_or(0);
                FileMoment::Stirred(self.stirred.all, times)
            }
            None => now,
        }
    }

    /// Un paso de este proceso, que aún no se ha dado, va a tocar esto. De él mismo no hay
    /// que volver a mirar si puede darlo: todavía no ha cambiado nada.
    pub(super) fn about_to_stir(&mut self, id: LaneId, what: Option<&What>, marks: &Footprint) {
        let known = self.lanes[id].pending.as_ref().and_then(|op| {
            let (moment, ready) = op.ready.get()?;
            (moment == self.file_moment(id, op)).then_some(ready)
        });
        self.stir(what, marks);
        if let (Some(ready), Some(op)) = (known, &self.lanes[id].pending) {
            op.ready.set(Some((self.file_moment(id, op), ready)));
        }
    }

    /// El paso ya se ha dado. Quien haya llegado a su operación mientras tanto miró después
    /// de que se tocara lo que se esperaba: falta lo demás, y lo de quien insistió, que
    /// pudo tocarlo muchas veces.
    pub(super) fn have_stirred(&mut self, what: Option<&What>, candidate: &Candidate) {
        let mut touched = self.current.clone();
        if !candidate.insists {
            touched.retain(|mark| !candidate.footprint.contains(mark));
        }
        self.stir(what, &touched);
    }

    /// Un paso toca esto, o acaba de tocarlo. `what` es lo que hace, si es de un proceso y
    /// no de su reloj.
    pub(super) fn stir(&mut self, what: Option<&What>, marks: &Footprint) {
        let known = what.is_some_and(touches_only_its_marks);
        for mark in marks.iter().filter(|mark| mark.write) {
            match mark.object {
                Object::File(place) => {
                    if self.stirred.each.len() <= place {
                        self.stirred.each.resize(place + 1, 0);
                    }
                    self.stirred.each[place] += 1;
                }
                Object::AnyFile | Object::Names | Object::Sockets => self.stirred.all += 1,
                _ => {}
            }
        }
        self.stirred.all += usize::from(!known);
    }
}

/// Lo que toca de los archivos está en sus marcas, o no toca ninguno.
fn touches_only_its_marks(what: &What) -> bool {
    match what {
        What::Access(_) | What::Signal(_) | What::Resume | What::Busy => true,
        What::Call(spec) => matches!(
            spec.kind,
            Kind::Read
                | Kind::Write
                | Kind::Close
                | Kind::Exit
                | Kind::Fork
                | Kind::NewFd
                | Kind::Wait4
                | Kind::WaitId
                | Kind::Futex
                | Kind::Yield
                | Kind::SigMask
                | Kind::SigAction
                | Kind::Map
                | Kind::Unmap
                | Kind::Protect
                | Kind::Family
        ),
    }
}
