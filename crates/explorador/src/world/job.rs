//! Parar y seguir: `SIGSTOP` y compañía, `SIGCONT`, y lo que de ello ve el padre.
//!
//! Un proceso parado no da ningún paso; lo que le mandan mientras tanto le espera
//! hasta que siga. Todo ocurre aquí, sin el núcleo: para él los procesos trazados
//! están siempre parados.

use super::lane::Sleep;
use super::signals::FIRST_REAL_TIME;
use super::signals::harmless;
use super::{LaneId, State, World};
use crate::error::Error;
use crate::event::{BlockedOn, EventKind};
use crate::sys;

/// Lo que `wait` puede contar de un hijo que no ha terminado.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// Se paró por esta señal (`WUNTRACED`).
    Stopped(i32),
    /// Siguió (`WCONTINUED`).
    Continued,
}

impl Job {
    /// El estado que escribe `wait4`.
    pub fn status(self) -> i32 {
        match self {
            Self::Stopped(signal) => signal << 8 | 0x7f,
            Self::Continued => 0xffff,
        }
    }

    /// El `si_code` y el `si_status` de la `SIGCHLD` y de `waitid`.
    pub fn told(self) -> (i32, i32) {
        match self {
            Self::Stopped(signal) => (libc::CLD_STOPPED, signal),
            Self::Continued => (libc::CLD_CONTINUED, libc::SIGCONT),
        }
    }
}

/// La señal para al proceso si no la atiende (`SIGSTOP`, aunque quiera).
pub(super) fn freezes(signal: i32) -> bool {
    matches!(
        signal,
        libc::SIGSTOP | libc::SIGTSTP | libc::SIGTTIN | libc::SIGTTOU
    )
}

impl World<'_> {
    /// ¿Parará esta señal al proceso?
    pub(super) fn would_freeze(&self, id: LaneId, signal: i32) -> bool {
        signal == libc::SIGSTOP
            || (freezes(signal) && !self.catches(id, signal) && !self.ignores(id, signal))
    }

    /// El proceso se para.
    pub(super) fn freeze(
        &mut self,
        id: LaneId,
        signal: i32,
        from: Option<LaneId>,
    ) -> Result<(), Error> {
        if self.lanes[id].frozen {
            return Ok(());
        }
        match self.lanes[id].state {
            State::Asleep(Sleep::Kernel) => return Err(self.stopped_inside(id)),
            // Lo que esperaba lo volverá a pedir cuando siga, como hace el núcleo.
            State::Asleep(Sleep::Futex { .. }) => {
                self.leave_queue(id);
                self.lanes[id].state = State::Ready;
            }
            State::Asleep(Sleep::Inside | Sleep::Signal) => self.lanes[id].state = State::Ready,
            State::Ready | State::Asleep(Sleep::Vfork) | State::Dead => {}
        }
        let lane = &mut self.lanes[id];
        lane.frozen = true;
        lane.job = Some(Job::Stopped(signal));
        lane.blocked = Some(BlockedOn::Continue);
        lane.spin.forget();
        self.push(id, EventKind::Signal { signal, from }, false);
        self.push(id, EventKind::Blocked(BlockedOn::Continue), false);
        self.tell_parent(id)
    }

    fn stopped_inside(&self, id: LaneId) -> Error {
        let call = match &self.lanes[id].pending {
            Some(super::op::Op {
                what: super::op::What::Call(spec),
                ..
            }) => spec.name,
            _ => "una llamada",
        };
        Error::Unmodelled {
            call: call.to_string(),
            why: "un proceso recibió SIGSTOP mientras esperaba dentro de ella".to_string(),
        }
    }

    /// El proceso sigue: le llega lo que le esperaba y, si la atiende, `SIGCONT`.
    pub(super) fn thaw(&mut self, id: LaneId, from: Option<LaneId>) -> Result<(), Error> {
        let caught = self.catches(id, libc::SIGCONT);
        if !self.lanes[id].frozen {
            return Ok(());
        }
        let signal = libc::SIGCONT;
        let lane = &mut self.lanes[id];
        lane.frozen = false;
        lane.job = Some(Job::Continued);
        lane.blocked = None;
        let held = std::mem::take(&mut lane.held);
        if !caught {
            self.push(id, EventKind::Signal { signal, from }, false);
        }
        self.push(id, EventKind::Woken { by: from }, false);
        self.wakes.push(id);
        self.tell_parent(id)?;
        if self.lanes[id].pending.is_none() && self.lanes[id].state == State::Ready {
            // Se paró entre dos operaciones: lo que le esperaba le llega al salir.
            for (signal, from, value) in held {
                self.lanes[id].senders.push((signal, from));
                self.lanes[id].was_signalled = true;
                let pid = self.tracee(id).pid;
                match value {
                    Some(value) => sys::queue(pid, signal, value)?,
                    None => sys::kill(pid, signal)?,
                }
            }
            return self.run_to_next(id);
        }
        if let Some(on) = self.blocked_on(id) {
            self.lanes[id].blocked = Some(on.clone());
            self.push(id, EventKind::Blocked(on), false);
        }
        for (signal, from, value) in held {
            self.send_with(id, signal, from, value)?;
        }
        Ok(())
    }

    /// El padre puede estar pendiente de `SIGCHLD`.
    fn tell_parent(&mut self, child: LaneId) -> Result<(), Error> {
        let Some(parent) = self.lanes[child].parent else {
            return Ok(());
        };
        let wants =
            self.hears_children(parent) && !self.lanes[parent].dispositions.stops_are_silent();
        if wants {
            self.send(parent, libc::SIGCHLD, Some(child))?;
        }
        Ok(())
    }

    /// Un proceso parado guarda esta señal para cuando siga. Falso: no la guarda.
    pub(super) fn holds(
        &mut self,
        id: LaneId,
        signal: i32,
        from: Option<LaneId>,
        value: Option<u64>,
    ) -> bool {
        let lane = &mut self.lanes[id];
        if !lane.frozen || matches!(signal, libc::SIGKILL | libc::SIGCONT) {
            return false;
        }
        // Las que no son de tiempo real no se acumulan.
        let repeated = signal < FIRST_REAL_TIME && lane.held.iter().any(|held| held.0 == signal);
        if !repeated && !harmless_unheard(lane, signal) {
            lane.held.push((signal, from, value));
        }
        true
    }
}

/// Nadie la atiende y no hace nada.
fn harmless_unheard(lane: &super::lane::Lane, signal: i32) -> bool {
    harmless(signal) && !lane.dispositions.catches(signal)
}
