//! Futex: se hacen aquí, sin el núcleo. Así se sabe siempre quién espera, a
//! quién se despierta y en qué orden, y un despertar perdido lo es de verdad.

use super::footprint::{Footprint, Object, changes, looks};
use super::lane::Sleep;
use super::op::Op;
use super::{LaneId, State, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::event::{Effect, EventKind, RegionId};
use crate::number::{bits, low_u32};

/// Dónde está la palabra de un futex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Shared {
        region: usize,
        offset: u64,
    },
    /// En memoria propia: nadie más puede despertar a quien espere aquí.
    Private {
        space: usize,
        address: u64,
    },
}

impl Place {
    /// La región y el desplazamiento, si es compartida.
    pub fn shared(self) -> Option<(RegionId, u64)> {
        match self {
            Self::Shared { region, offset } => Some((RegionId(region), offset)),
            Self::Private { .. } => None,
        }
    }
}

/// Alguien que espera, por orden de llegada.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiter {
    lane: LaneId,
    place: Place,
    bits: u32,
    expected: u32,
}

/// Lo que se pide en una llamada `futex`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Request {
    Wait {
        bits: u32,
    },
    Wake {
        bits: u32,
    },
    Requeue {
        compare: bool,
    },
    /// Herencia de prioridad y otras que no se modelan.
    Unknown,
}

fn request(args: [u64; 6]) -> Request {
    match i32::try_from(args[1] & 0x7f).unwrap_or(-1) {
        libc::FUTEX_WAIT => Request::Wait { bits: u32::MAX },
        libc::FUTEX_WAIT_BITSET => Request::Wait {
            bits: low_u32(args[5]),
        },
        libc::FUTEX_WAKE => Request::Wake { bits: u32::MAX },
        libc::FUTEX_WAKE_BITSET => Request::Wake {
            bits: low_u32(args[5]),
        },
        libc::FUTEX_REQUEUE => Request::Requeue { compare: false },
        libc::FUTEX_CMP_REQUEUE => Request::Requeue { compare: true },
        _ => Request::Unknown,
    }
}

impl World<'_> {
    /// Dónde espera o despierta esta llamada, por la palabra que está en
    /// `address`. Con `FUTEX_PRIVATE_FLAG` el núcleo no mira qué memoria es: solo
    /// se encuentran los del mismo proceso.
    fn futex_place(&self, id: LaneId, args: [u64; 6], address: u64) -> Place {
        let private = args[1] & bits(libc::FUTEX_PRIVATE_FLAG) != 0;
        match self.space(id).place(address).filter(|_| !private) {
            Some((region, offset)) => Place::Shared { region, offset },
            None => Place::Private {
                space: self.lanes[id].space,
                address,
            },
        }
    }

    /// El lugar de la palabra, para contarlo, si está en memoria compartida.
    fn futex_word(&self, id: LaneId, address: u64) -> Option<(RegionId, u64)> {
        let (region, offset) = self.space(id).place(address)?;
        Some((RegionId(region), offset))
    }

    pub(super) fn mark_futex(&self, id: LaneId, args: [u64; 6], marks: &mut Footprint) {
        let mut mark = |address| {
            if let Place::Shared { region, offset } = self.futex_place(id, args, address) {
                marks.push(changes(Object::Futex { region, offset }));
            }
            if let Some((region, start)) = self.space(id).place(address)
                && !matches!(request(args), Request::Wake { .. })
            {
                let end = start + 4;
                marks.push(looks(Object::Memory { region, start, end }));
            }
        };
        mark(args[0]);
        if matches!(request(args), Request::Requeue { .. }) {
            mark(args[4]);
        }
    }

    /// Despierta a quien espere en memoria propia: no hay nadie más.
    pub(super) fn wakes_only_itself(&self, id: LaneId, args: [u64; 6]) -> bool {
        matches!(request(args), Request::Wake { .. })
            && matches!(self.futex_place(id, args, args[0]), Place::Private { .. })
    }

    pub(super) fn do_futex(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        let args = op.regs.args();
        let place = self.futex_place(id, args, args[0]);
        match request(args) {
            Request::Wait { bits } => self.futex_wait(id, spec, op, place, bits),
            Request::Wake { bits } => {
                let woken = self.pick(place, low_u32(args[2]), bits);
                if woken.is_empty() {
                    self.found_nobody();
                }
                self.finish_wake(id, spec, op, &woken, 0)
            }
            Request::Requeue { compare } => self.futex_requeue(id, spec, op, place, compare),
            Request::Unknown => Err(Error::Unmodelled {
                call: format!("futex (operación {})", args[1] & 0x7f),
                why: "es de los cerrojos con herencia de prioridad, o de los que cambian la \
                      palabra en el núcleo"
                    .to_string(),
            }),
        }
    }

    fn futex_wait(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        place: Place,
        bits: u32,
    ) -> Result<(), Error> {
        let args = op.regs.args();
        let expected = low_u32(args[2]);
        let effect = Effect::FutexWait {
            place: self.futex_word(id, args[0]),
            expected,
        };
        let Ok(now) = self.tracee(id).read_u32(self.seen_at(id, args[0], 4)) else {
            return self.skip_with(id, spec, op, i64::from(-libc::EFAULT), effect);
        };
        if now != expected {
            self.saw_another_word();
            self.only_looked(id);
            return self.skip_with(id, spec, op, i64::from(-libc::EAGAIN), effect);
        }
        self.changed_something(id);
        self.futex_queue.push(Waiter {
            lane: id,
            place,
            bits,
            expected,
        });
        let timed = args[3] != 0;
        self.fall_asleep(id, Sleep::Futex { place, timed }, op.clone());
        Ok(())
    }

    /// Los `count` primeros que esperan ahí.
    fn pick(&self, place: Place, count: u32, bits: u32) -> Vec<LaneId> {
        self.futex_queue
            .iter()
            .filter(|waiter| waiter.place == place && waiter.bits & bits != 0)
            .map(|waiter| waiter.lane)
            .take(usize::try_from(count).unwrap_or(usize::MAX))
            .collect()
    }

    /// La palabra ya no era la que decía: miró la memoria, y a la cola ni llegó.
    fn saw_another_word(&mut self) {
        self.current
            .retain(|mark| !matches!(mark.object, Object::Futex { .. }));
    }

    /// No esperaba nadie: la cola se queda como estaba. Con quien se ponga en ella sigue
    /// chocando; con otro que no encuentre a nadie, no.
    fn found_nobody(&mut self) {
        for mark in &mut self.current {
            if matches!(mark.object, Object::Futex { .. }) {
                mark.write = false;
            }
        }
    }

    fn finish_wake(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        woken: &[LaneId],
        moved: usize,
    ) -> Result<(), Error> {
        if woken.is_empty() {
            self.only_looked(id);
        } else {
            self.changed_something(id);
        }
        let result = i64::try_from(woken.len() + moved).unwrap_or(0);
        let effect = Effect::FutexWake {
            place: self.futex_word(id, op.regs.args()[0]),
            woken: woken.to_vec(),
        };
        self.tracee(id).answer_call(&op.regs, result);
        self.note_call(id, spec, op, result, effect);
        for &lane in woken {
            self.wake(lane, Some(id))?;
        }
        self.run_to_next(id)
    }

    /// Uno que esperaba en un futex sigue.
    fn wake(&mut self, id: LaneId, by: Option<LaneId>) -> Result<(), Error> {
        self.leave_queue(id);
        self.wakes.push(id);
        self.push(id, EventKind::Woken { by }, false);
        let Some(op) = self.lanes[id].pending.take() else {
            return Ok(());
        };
        self.tracee(id).answer_call(&op.regs, 0);
        self.run_to_next(id)
    }

    pub(super) fn leave_queue(&mut self, id: LaneId) {
        self.futex_queue.retain(|waiter| waiter.lane != id);
    }

    fn futex_requeue(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        place: Place,
        compare: bool,
    ) -> Result<(), Error> {
        let args = op.regs.args();
        let now = self.tracee(id).read_u32(self.seen_at(id, args[0], 4))?;
        if compare && now != low_u32(args[5]) {
            self.saw_another_word();
            self.only_looked(id);
            return self.skip_with(id, spec, op, i64::from(-libc::EAGAIN), Effect::None);
        }
        let target = self.futex_place(id, args, args[4]);
        let woken = self.pick(place, low_u32(args[2]), u32::MAX);
        let mut room = low_u32(args[3]);
        let mut moved = 0;
        for waiter in &mut self.futex_queue {
            if waiter.place == place && !woken.contains(&waiter.lane) && room > 0 {
                waiter.place = target;
                room -= 1;
                moved += 1;
            }
        }
        for waiter in self.futex_queue.clone() {
            if let State::Asleep(Sleep::Futex { timed, .. }) = self.lanes[waiter.lane].state {
                self.lanes[waiter.lane].state = State::Asleep(Sleep::Futex {
                    place: waiter.place,
                    timed,
                });
            }
        }
        if woken.is_empty() && moved == 0 {
            self.found_nobody();
        }
        let moved = if compare { moved } else { 0 };
        self.finish_wake(id, spec, op, &woken, moved)
    }

    /// Vence el plazo de uno que espera.
    pub(super) fn futex_timeout(&mut self, id: LaneId) -> Result<(), Error> {
        let Some(op) = self.lanes[id].pending.take() else {
            return Ok(());
        };
        self.leave_queue(id);
        self.only_looked(id);
        self.lanes[id].spin.stepped_aside();
        let args = op.regs.args();
        let effect = Effect::FutexWait {
            place: self.futex_word(id, args[0]),
            expected: low_u32(args[2]),
        };
        let spec = crate::calls::spec(libc::SYS_futex);
        self.skip_with(id, spec, &op, i64::from(-libc::ETIMEDOUT), effect)
    }

    /// Al morir un proceso el núcleo cambia los cerrojos robustos que tenía:
    /// quien espere en uno que cambió despierta.
    pub(super) fn futex_after_death(&mut self, dead: LaneId) -> Result<(), Error> {
        self.leave_queue(dead);
        let mut served = Vec::new();
        for waiter in self.futex_queue.clone() {
            // El núcleo despierta a uno por cada cerrojo.
            if served.contains(&waiter.place) {
                continue;
            }
            let Some(op) = &self.lanes[waiter.lane].pending else {
                continue;
            };
            let now = self
                .tracee(waiter.lane)
                .read_u32(self.seen_at(waiter.lane, op.regs.args()[0], 4))
                .unwrap_or(waiter.expected);
            // Solo el núcleo pone este bit.
            if now & libc::FUTEX_OWNER_DIED != 0 && now != waiter.expected {
                served.push(waiter.place);
                self.wake(waiter.lane, Some(dead))?;
            }
        }
        Ok(())
    }
}
