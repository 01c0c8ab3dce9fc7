//! Reconocer la espera activa: un proceso que vuelve al mismo punto, con los
//! mismos registros y la misma memoria privada, sin haber cambiado nada y sin
//! que nadie haya cambiado lo que leyó, hará lo mismo para siempre. Mientras
//! nadie cambie eso, está esperando.

use super::footprint::{Footprint, Mark};

/// La historia reciente de un proceso que solo mira.
#[derive(Debug, Default, Clone)]
pub(crate) struct Spin {
    /// Los puntos por los que pasó desde el último cambio.
    seen: Vec<[u64; 17]>,
    /// Lo que miró desde entonces.
    looked: Footprint,
    /// La memoria privada en la primera repetición, resumida.
    memory: Option<([u64; 17], u64)>,
    /// Está girando.
    waiting: bool,
    /// Entre mirada y mirada cede el procesador, o duerme.
    polite: bool,
    /// Dónde está parado: la instrucción y, si es una llamada, cuál.
    place: u64,
    /// Lo que miró desde el último cambio, y desde dónde.
    glances: Vec<(u64, Footprint)>,
    /// Veces seguidas que ha vuelto a mirar lo mismo, desde la misma instrucción y
    /// sin cambiar nada. Leer dos veces lo mismo desde sitios distintos es trabajar.
    repeats: usize,
    /// Paradas desde que se empezaron a recordar los puntos.
    arrivals: usize,
}

/// Qué se sabe al llegar a un punto.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// Un punto nuevo, o de los que no toca mirar.
    Fresh,
    /// Ya pasó por aquí con los mismos registros.
    Familiar,
    /// Lo mismo, y es el punto de los suyos en el que se le mira la memoria.
    Suspicious,
}

/// Miradas repetidas tras las que se deja pasar a los demás.
const IMPATIENT: usize = 16;

/// Miradas repetidas tras las que se da por hecho que espera para siempre, si los
/// demás podrían moverse: entonces solo se pierde ver que se canse.
const ENDLESS: usize = 20_000;

/// Lo mismo cuando nadie más puede moverse: es decir que el programa no acaba nunca.
const ENDLESS_ALONE: usize = 100_000;

/// Puntos que se recuerdan de un giro: los más largos se dan por cálculo.
const MAX_POINTS: usize = 256;

/// Paradas tras las que se olvidan los puntos y se empieza de nuevo: un bucle que
/// contaba puede haber dejado de contar.
const AFRESH: usize = 4 * MAX_POINTS;

/// De las paradas de quien ya lleva un rato, en cuántas se le mira la memoria, que es
/// lo caro: una de cada tantas.
const SELDOM: usize = 64;

impl Spin {
    /// Algo cambió: lo que haga ahora puede ser distinto.
    pub fn forget(&mut self) {
        *self = Self {
            place: self.place,
            ..Self::default()
        };
    }

    /// Hizo algo que deja el procesador a los demás.
    pub fn stepped_aside(&mut self) {
        self.polite = true;
    }

    /// Gira, y sin dejar el procesador a nadie.
    pub fn hogs(&self) -> bool {
        self.waiting && !self.polite
    }

    /// Hizo algo que solo mira.
    pub fn looked_at(&mut self, marks: &[Mark]) {
        for mark in marks {
            if !self.looked.contains(mark) {
                self.looked.push(*mark);
            }
        }
        if self.is_known_glance(marks) {
            self.repeats += 1;
            // Un bucle que además cuenta nunca repite su memoria: a este paso
            // se le da por esperando igual.
            self.waiting |= self.repeats >= ENDLESS_ALONE;
            return;
        }
        self.repeats = 0;
        if self.glances.len() < MAX_POINTS {
            self.glances.push((self.place, marks.to_vec()));
        }
    }

    /// Si ya miró esto mismo desde donde está.
    pub fn is_known_glance(&self, marks: &[Mark]) -> bool {
        let known =
            |(from, seen): &(u64, Footprint)| *from == self.place && seen.as_slice() == marks;
        self.glances.iter().any(known)
    }

    /// Llega a un punto con estos registros, parado en ese sitio.
    pub fn arrive(&mut self, point: [u64; 17], place: u64) -> Arrival {
        self.place = place;
        self.arrivals += 1;
        if self.arrivals.is_multiple_of(AFRESH) {
            self.seen.clear();
            self.memory = None;
        }
        if self.seen.contains(&point) {
            let look = !self.is_impatient() || self.arrivals.is_multiple_of(SELDOM);
            return match self.memory {
                _ if !look => Arrival::Fresh,
                Some((at, _)) if at != point => Arrival::Familiar,
                _ => Arrival::Suspicious,
            };
        }
        if self.seen.len() < MAX_POINTS {
            self.seen.push(point);
        }
        Arrival::Fresh
    }

    /// Es sospechoso y su memoria privada se resume así. Dos veces lo mismo en
    /// el mismo punto es girar.
    pub fn confirm(&mut self, point: [u64; 17], memory: u64) -> bool {
        match self.memory {
            Some((at, before)) if at == point => {
                self.waiting = before == memory;
                self.memory = Some((point, memory));
            }
            None => self.memory = Some((point, memory)),
            Some(_) => {}
        }
        self.waiting
    }

    /// Lleva un rato mirando lo mismo: que pase antes cualquier otro.
    pub fn is_impatient(&self) -> bool {
        self.repeats >= IMPATIENT
    }

    /// Ha mirado lo mismo tantas veces que se da por hecho que lo hará siempre.
    pub fn is_endless(&self, others_can_move: bool) -> bool {
        let enough = if others_can_move {
            ENDLESS
        } else {
            ENDLESS_ALONE
        };
        self.repeats >= enough
    }

    /// Se sabe que espera, dé las vueltas que dé.
    pub fn wait(&mut self) {
        self.waiting = true;
    }

    /// Dónde está parado.
    pub fn place(&self) -> u64 {
        self.place
    }

    pub fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Lo que tiene que cambiar para que salga. Vacío si no ha mirado nada.
    pub fn watched(&self) -> &[Mark] {
        &self.looked
    }
}
