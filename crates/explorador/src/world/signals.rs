//! Señales: quién las manda, cuándo llegan y qué interrumpen.
//!
//! Una señal que mata llega en cuanto se manda; la que se atiende, cuando le toque a
//! quien la recibe ([`delivery`](super::delivery)). Que se mande antes o después de cada
//! operación suya lo prueba la búsqueda, porque mandarla choca con todo lo que él haga.

use std::cell::Cell;

use super::op::{Op, What};
use super::{LaneId, World};
use crate::arch::Regs;
use crate::error::Error;
use crate::event::{End, EventKind};
use crate::limits::LimitKind;
use crate::number::bits;
use crate::sys::{self, Resume, Stop};
use crate::tracee::bit;

/// Desde esta, las señales iguales se acumulan.
pub(super) const FIRST_REAL_TIME: i32 = 32;

/// Qué hace un proceso con cada señal: un bit por señal.
#[derive(Debug, Default, Clone)]
pub(crate) struct Dispositions {
    caught: u64,
    ignored: u64,
    /// Sus hijos no dejan zombi (`SA_NOCLDWAIT`).
    children_vanish: bool,
    /// No quiere `SIGCHLD` cuando un hijo se para o sigue (`SA_NOCLDSTOP`).
    silent_stops: bool,
}

impl Dispositions {
    /// Las que tiene un proceso parado.
    pub fn of(pid: sys::Pid) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|value| u64::from_str_radix(value.trim(), 16).ok())
                .unwrap_or(0)
        };
        Self {
            caught: field("SigCgt:"),
            ignored: field("SigIgn:"),
            children_vanish: false,
            silent_stops: false,
        }
    }

    /// Tras `exec` nadie atiende ninguna; las ignoradas siguen ignoradas.
    pub fn executed(&mut self) {
        self.caught = 0;
    }

    /// Las que atiende y le puede mandar alguien.
    pub fn caught(&self) -> u64 {
        self.caught & !bit(libc::SIGSEGV) & !bit(libc::SIGBUS)
    }

    pub fn catches_any(&self) -> bool {
        self.caught() != 0
    }

    /// Si atiende alguna de estas señales.
    pub fn catches_one_of(&self, signals: u64) -> bool {
        self.caught & signals != 0
    }

    pub fn catches(&self, signal: i32) -> bool {
        self.caught & bit(signal) != 0
    }

    /// Le importa que sus hijos terminen, o ha pedido que no se le diga.
    pub fn minds_children(&self) -> bool {
        (self.caught | self.ignored) & bit(libc::SIGCHLD) != 0 || self.children_vanish
    }

    pub fn stops_are_silent(&self) -> bool {
        self.silent_stops
    }

    fn set(&mut self, signal: i32, handler: u64, flags: u64) {
        let mask = bit(signal);
        self.caught &= !mask;
        self.ignored &= !mask;
        match handler {
            0 => {}
            1 => self.ignored |= mask,
            _ => self.caught |= mask,
        }
        if signal == libc::SIGCHLD {
            self.children_vanish = flags & bits(libc::SA_NOCLDWAIT) != 0;
            self.silent_stops = flags & bits(libc::SA_NOCLDSTOP) != 0;
        }
    }
}

/// Una señal que, si nadie la atiende, no hace nada.
pub(super) fn harmless(signal: i32) -> bool {
    matches!(
        signal,
        libc::SIGCHLD | libc::SIGURG | libc::SIGWINCH | libc::SIGCONT
    )
}

impl World<'_> {
    pub(super) fn catches(&self, id: LaneId, signal: i32) -> bool {
        self.lanes[id].dispositions.catches(signal)
    }

    pub(super) fn ignores(&self, id: LaneId, signal: i32) -> bool {
        let lane = &self.lanes[id].dispositions;
        lane.ignored & bit(signal) != 0 || (harmless(signal) && lane.caught & bit(signal) == 0)
    }

    /// Los hijos de este proceso no dejan zombi.
    pub(super) fn ignores_children(&self, id: LaneId) -> bool {
        let lane = &self.lanes[id].dispositions;
        lane.ignored & bit(libc::SIGCHLD) != 0 || lane.children_vanish
    }

    /// ¿Cambia esta `sigaction` lo que el proceso hace con la señal?
    pub(super) fn changes_action(&self, id: LaneId, regs: &Regs) -> bool {
        let mut after = self.lanes[id].dispositions.clone();
        let facts = |known: &Dispositions| {
            let Dispositions {
                caught,
                ignored,
                children_vanish,
                silent_stops,
            } = *known;
            (caught, ignored, children_vanish, silent_stops)
        };
        let before = facts(&after);
        if let Some((signal, handler, flags)) = self.requested_action(id, regs) {
            // Otro manejador en lugar de uno que ya había también cuenta.
            if handler > 1 {
                return true;
            }
            after.set(signal, handler, flags);
        }
        before != facts(&after)
    }

    /// La señal, el manejador y las opciones que pide una `sigaction`.
    fn requested_action(&self, id: LaneId, regs: &Regs) -> Option<(i32, u64, u64)> {
        let [signal, action, ..] = regs.args();
        let signal = i32::try_from(signal)
            .ok()
            .filter(|signal| (1..=64).contains(signal))?;
        let tracee = self.tracee(id);
        let handler = (action != 0)
            .then(|| tracee.read_u64(action).ok())
            .flatten()?;
        Some((signal, handler, tracee.read_u64(action + 8).unwrap_or(0)))
    }

    /// Tras una `sigaction` que salió bien.
    pub(super) fn remember_action(&mut self, id: LaneId, regs: &Regs) {
        if let Some((signal, handler, flags)) = self.requested_action(id, regs) {
            self.lanes[id].dispositions.set(signal, handler, flags);
        }
    }

    /// Entrega la señal ante la que el proceso está parado.
    pub(super) fn hand_over_signal(&mut self, id: LaneId, signal: i32) -> Result<Stop, Error> {
        let from = self.identify_sender(id, signal)?;
        if self.catches(id, signal) {
            // Su manejador puede mirar la máscara, y al volver de él se repone.
            self.reveal_child_signal(id)?;
        }
        if !self.ignores(id, signal) {
            self.lanes[id].killed_by_other = from.is_some_and(|sender| sender != id);
            self.push(id, EventKind::Signal { signal, from }, false);
        }
        Ok(self.tracee(id).run(Resume::Free, signal)?)
    }

    /// Quién mandó la señal, y que el programa lo vea con el PID que conoce.
    pub(super) fn identify_sender(
        &mut self,
        id: LaneId,
        signal: i32,
    ) -> Result<Option<LaneId>, Error> {
        let pid = self.tracee(id).pid;
        let mut info = sys::siginfo(pid)?;
        if matches!(signal, libc::SIGSEGV | libc::SIGBUS) && info.si_code > 0 {
            // SEGURIDAD: en estas señales, si las manda el núcleo, es la dirección.
            self.lanes[id].last_fault = Some((signal, unsafe { info.si_addr() } as u64));
            return Ok(None);
        }
        let known = self.lanes[id]
            .senders
            .iter()
            .position(|&(sent, _)| sent == signal);
        let from = match known {
            Some(place) => self.lanes[id].senders.remove(place).1,
            None if info.si_code <= 0 || signal == libc::SIGCHLD => {
                // SEGURIDAD: `si_pid` vale en las señales mandadas y en SIGCHLD.
                self.by_inner_pid(unsafe { info.si_pid() })
            }
            None => None,
        };
        if let Some(sender) = from {
            let vpid = self.lanes[sender].vpid;
            let place = (&raw mut info).cast::<i32>();
            // SEGURIDAD: `siginfo_t` mide 128 bytes y `si_pid` es el entero
            // del byte 16 en las señales que tienen remitente.
            unsafe { place.add(4).write(vpid) };
            if let Some(job) = self.lanes[sender].job.filter(|_| {
                signal == libc::SIGCHLD && info.si_code <= 0 && self.lanes[sender].is_alive()
            }) {
                let (code, status) = job.told();
                info.si_code = code;
                // SEGURIDAD: en `SIGCHLD`, `si_status` es el entero del byte 24.
                unsafe { place.add(6).write(status) };
            }
            sys::set_siginfo(pid, &info)?;
        }
        Ok(from)
    }

    /// Un hijo terminó: su padre puede estar pendiente de `SIGCHLD`.
    pub(super) fn child_signal(&mut self, parent: LaneId, child: LaneId) -> Result<(), Error> {
        if self.lanes[parent].is_alive() && self.catches(parent, libc::SIGCHLD) {
            self.remember_sender(parent, libc::SIGCHLD, Some(child));
            return self.arrive_signal(parent, libc::SIGCHLD);
        }
        Ok(())
    }

    /// Quién mandó una señal que aún no ha llegado. Si ya había otra igual, las
    /// corrientes se funden, y vale la primera.
    pub(super) fn remember_sender(&mut self, target: LaneId, signal: i32, from: Option<LaneId>) {
        let senders = &mut self.lanes[target].senders;
        let merged = signal < FIRST_REAL_TIME && senders.iter().any(|sent| sent.0 == signal);
        if !merged {
            senders.push((signal, from));
        }
    }

    /// Manda una señal a un proceso del plan.
    pub(super) fn send(
        &mut self,
        target: LaneId,
        signal: i32,
        from: Option<LaneId>,
    ) -> Result<(), Error> {
        self.send_with(target, signal, from, None)
    }

    /// Como [`send`](Self::send), con el dato que lleve la señal.
    pub(super) fn send_with(
        &mut self,
        target: LaneId,
        signal: i32,
        from: Option<LaneId>,
        value: Option<u64>,
    ) -> Result<(), Error> {
        if !self.lanes[target].is_alive() || signal == 0 {
            return Ok(());
        }
        if signal == libc::SIGCONT {
            self.thaw(target, from)?;
        }
        if self.would_freeze(target, signal) && !self.blocks(target, signal)? {
            return self.freeze(target, signal, from);
        }
        if self.holds(target, signal, from, value) {
            return Ok(());
        }
        // Bloqueada no se pierde, aunque la ignore: puede recogerla con `sigwait`.
        let lost = self.ignores(target, signal) && !self.blocks(target, signal)?;
        if signal != libc::SIGKILL && lost {
            return Ok(());
        }
        self.remember_sender(target, signal, from);
        self.lanes[target].was_signalled = true;
        if signal == libc::SIGKILL {
            let pending = self.lanes[target].pending.as_ref();
            let entry = pending.filter(|op| matches!(op.what, What::Call(_)));
            let entry = entry.map(|op| op.regs);
            self.release_robust(target, entry.as_ref())?;
        }
        let pid = self.tracee(target).pid;
        match value {
            Some(value) => sys::queue(pid, signal, value)?,
            None => sys::kill(pid, signal)?,
        }
        if signal == libc::SIGKILL {
            self.lanes[target].killed_by_other = true;
            self.push(target, EventKind::Signal { signal, from }, false);
            let stop = self.tracee(target).wait()?;
            self.wakes.push(target);
            return self.settle(target, stop);
        }
        self.arrive_signal(target, signal)
    }

    /// El vigilante paró al proceso por no hacer nada visible.
    pub(super) fn silenced(&mut self, id: LaneId) -> Result<(), Error> {
        let regs = self.tracee(id).regs()?;
        self.lanes[id].pending = Some(Op {
            what: What::Signal(0),
            regs,
            marks: Vec::new(),
            ready: Cell::new(None),
        });
        // Cuando se acaba el tiempo de todos, el vigilante para a quien esté en marcha:
        // eso no dice nada de él.
        self.limit = Some(if self.setup.is_late() {
            LimitKind::Time
        } else {
            LimitKind::Silence
        });
        Ok(())
    }

    /// ¿Es una caída, o un final que alguien quiso?
    pub(super) fn is_crash(&self, id: LaneId, end: End) -> bool {
        let End::Killed { signal, .. } = end else {
            return false;
        };
        let faults = [
            libc::SIGSEGV,
            libc::SIGBUS,
            libc::SIGILL,
            libc::SIGFPE,
            libc::SIGABRT,
            libc::SIGSYS,
            libc::SIGTRAP,
            libc::SIGPIPE,
            libc::SIGXFSZ,
        ];
        faults.contains(&signal) && !self.lanes[id].killed_by_other
    }
}
