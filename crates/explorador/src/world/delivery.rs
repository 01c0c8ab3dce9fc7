//! Cuándo le llega a un proceso una señal que atiende. Mandarla y que llegue son dos
//! pasos: entre uno y otro le pueden mandar más, y las que el núcleo funde en una se
//! funden de verdad.
//!
//! Que llegue entre una operación y el cálculo que la sigue, o entre ese cálculo y la
//! operación siguiente, tampoco es lo mismo: quien puede recibir señales hace de cada
//! operación dos pasos ([`What::Resume`]).

use std::cell::Cell;

use super::child_signal::ChildSignal;
use super::lane::Sleep;
use super::op::{Op, What};
use super::{LaneId, State, World};
use crate::calls::{Kind, Spec};
use crate::error::Error;
use crate::gap::Gap;
use crate::limits::LimitKind;
use crate::number::{bits, low_u32};
use crate::sys::{self, Resume, Stop};
use crate::tracee::bit;

/// El núcleo: «repite la llamada si la señal no se atiende o lo pide `SA_RESTART`».
const ERESTARTSYS: i64 = -512;

/// El núcleo: «repite la llamada solo si la señal no se atiende».
const ERESTARTNOHAND: i64 = -514;

/// Dónde tiene una llamada el puntero a la máscara de señales que pone mientras espera.
fn mask_place(spec: &Spec) -> Option<usize> {
    match spec.name {
        "rt_sigsuspend" => Some(0),
        "ppoll" => Some(3),
        "epoll_pwait" => Some(4),
        "pselect6" => Some(5),
        _ => None,
    }
}

impl World<'_> {
    /// La máscara que una llamada pone mientras espera, si pone alguna.
    fn call_mask(&self, id: LaneId, op: &Op) -> Option<u64> {
        let What::Call(spec) = &op.what else {
            return None;
        };
        let tracee = self.tracee(id);
        let pointer = op.regs.args()[mask_place(spec)?];
        // `pselect6` da la dirección de una pareja: la máscara y cuánto mide.
        let pointer = if spec.name == "pselect6" && pointer != 0 {
            tracee.read_u64(pointer).ok()?
        } else {
            pointer
        };
        (pointer != 0).then(|| tracee.read_u64(pointer).ok())?
    }

    /// La llamada ante la que está cambia la máscara mientras espera.
    pub(super) fn swaps_mask(&self, id: LaneId, op: &Op) -> bool {
        self.call_mask(id, op).is_some()
    }

    /// Las señales que ahora mismo no le pueden llegar.
    fn mask_in_force(&self, id: LaneId) -> Result<u64, Error> {
        let lane = &self.lanes[id];
        let waits = matches!(lane.state, State::Asleep(Sleep::Signal | Sleep::Inside));
        let swapped = lane.pending.as_ref().filter(|_| waits);
        match swapped.and_then(|op| self.call_mask(id, op)) {
            Some(mask) => Ok(mask),
            None => self.own_mask(id),
        }
    }

    /// ¿La tiene bloqueada? `SIGSTOP` no se puede bloquear.
    pub(super) fn blocks(&self, id: LaneId, signal: i32) -> Result<bool, Error> {
        Ok(signal != libc::SIGSTOP && self.own_mask(id)? & bit(signal) != 0)
    }

    /// Las señales que el programa ha bloqueado: `SIGCHLD` puede estarlo sin que él lo sepa.
    fn own_mask(&self, id: LaneId) -> Result<u64, Error> {
        let lane = &self.lanes[id];
        let mask = sys::signal_mask(lane.tracee.pid)?;
        let hidden = lane.child_signal != ChildSignal::Usual;
        Ok(if hidden {
            mask & !bit(libc::SIGCHLD)
        } else {
            mask
        })
    }

    /// ¿Le puede llegar en cualquier momento una señal que atiende?
    fn may_be_disturbed(&self, id: LaneId) -> Result<bool, Error> {
        let lane = &self.lanes[id];
        let caught = lane.dispositions.caught();
        if caught == 0 || (lane.timer.is_none() && self.alone(id)) {
            return Ok(false);
        }
        Ok(caught & !self.own_mask(id)? != 0)
    }

    /// Acaba de hacer una operación. Si le puede llegar una señal antes de que calcule
    /// nada más, se queda ahí, y seguir es otro paso.
    pub(super) fn holds_before_going_on(&mut self, id: LaneId) -> Result<bool, Error> {
        if !self.may_be_disturbed(id)? {
            return Ok(false);
        }
        let regs = self.tracee(id).regs()?;
        let lane = &mut self.lanes[id];
        lane.came_alone = false;
        lane.state = State::Ready;
        lane.blocked = None;
        lane.was_disabled = false;
        lane.pending = Some(Op {
            what: What::Resume,
            regs,
            marks: Vec::new(),
            ready: Cell::new(None),
        });
        Ok(true)
    }

    /// Una señal acaba de quedar pendiente: si no está bloqueada, le llegará.
    pub(super) fn arrive_signal(&mut self, target: LaneId, signal: i32) -> Result<(), Error> {
        if self.mask_in_force(target)? & bit(signal) != 0 {
            return Ok(());
        }
        self.lanes[target].spin.forget();
        let Some(op) = &self.lanes[target].pending else {
            return self.interrupt_kernel_sleeper(target);
        };
        if matches!(op.what, What::Signal(_)) {
            return Ok(());
        }
        if matches!(
            self.lanes[target].state,
            State::Asleep(Sleep::Kernel | Sleep::Vfork) | State::Dead
        ) {
            return self.interrupt_kernel_sleeper(target);
        }
        self.wakes.push(target);
        if self.catches(target, signal) || self.lanes[target].knocking {
            self.lanes[target].knocking = true;
            return Ok(());
        }
        self.interrupt(target)
    }

    /// Se ha quedado esperando, y la llamada dejó de bloquear alguna señal que ya tenía.
    pub(super) fn unblocks_on_entry(&mut self, id: LaneId) {
        let Some(mask) = self.lanes[id]
            .pending
            .as_ref()
            .and_then(|op| self.call_mask(id, op))
        else {
            return;
        };
        self.lanes[id].knocking = self.pending_signals(id) & !mask != 0;
    }

    /// Le llegan las señales que tiene pendientes.
    pub(super) fn attend(&mut self, id: LaneId) -> Result<(), Error> {
        self.lanes[id].knocking = false;
        // Si lo que esperaba ya llegó, el núcleo se lo da antes que la señal.
        if self.lanes[id].state == State::Asleep(Sleep::Inside)
            && let Some(op) = self.lanes[id].pending.clone()
            && let What::Call(spec) = op.what
            && self.got_what_it_awaited(id, spec, &op)
        {
            self.lanes[id].pending = None;
            return self.perform_call(id, spec, &op);
        }
        if self.lanes[id].state == State::Ready {
            self.gaps.insert(Gap::InterruptedWork);
        }
        self.interrupt(id)
    }

    /// Saca al proceso de lo que hacía, y le llega la señal.
    fn interrupt(&mut self, id: LaneId) -> Result<(), Error> {
        let Some(op) = self.lanes[id].pending.take() else {
            return Ok(());
        };
        let stop = match (self.lanes[id].state.clone(), &op.what) {
            (State::Ready, What::Call(_)) => self.tracee(id).rewind_call(&op.regs)?,
            (State::Asleep(Sleep::Signal), _) => self.tracee(id).finish_call()?,
            (State::Asleep(Sleep::Futex { timed, .. }), _) => {
                self.leave_queue(id);
                let why = if timed { ERESTARTNOHAND } else { ERESTARTSYS };
                self.tracee(id).leave_call(&op.regs, why)?
            }
            // Con la señal pendiente no espera nada, y sale con la máscara que toca.
            (State::Asleep(Sleep::Inside), _) if self.swaps_mask(id, &op) => {
                self.tracee(id).finish_call()?
            }
            (State::Asleep(Sleep::Inside), What::Call(spec)) => {
                self.leave_interrupted(id, spec, &op)?
            }
            _ => Stop::CallExit,
        };
        // Fuera de la llamada: lo siguiente que ve es la señal.
        let stop = if stop == Stop::CallExit {
            self.tracee(id).run(Resume::Free, 0)?
        } else {
            stop
        };
        self.settle(id, stop)
    }

    /// Saca al proceso de su llamada como lo haría el núcleo con una señal: él
    /// decidirá si se repite o devuelve EINTR.
    fn leave_interrupted(&self, id: LaneId, spec: &Spec, op: &Op) -> Result<Stop, Error> {
        let why = match spec.kind {
            Kind::Sleep | Kind::Poll | Kind::Select | Kind::EpollWait | Kind::SigWait => {
                ERESTARTNOHAND
            }
            _ => ERESTARTSYS,
        };
        let stop = self.tracee(id).leave_call(&op.regs, why)?;
        if spec.kind == Kind::Sleep {
            self.tell_rest(id, spec, op)?;
        }
        Ok(stop)
    }

    /// De lo que iba a dormir aún no había dormido nada: el tiempo no pasa.
    fn tell_rest(&self, id: LaneId, spec: &Spec, op: &Op) -> Result<(), Error> {
        let args = op.regs.args();
        let absolute = low_u32(args[1]) & libc::TIMER_ABSTIME.unsigned_abs() != 0;
        let (asked, rest) = match spec.name {
            "nanosleep" => (args[0], args[1]),
            _ if absolute => return Ok(()),
            _ => (args[2], args[3]),
        };
        if rest == 0 {
            return Ok(());
        }
        let time = self.tracee(id).read(asked, 16)?;
        self.write_for_kernel(id, None, rest, &time)
    }

    /// Al volver de un manejador le pueden llegar las que estaban bloqueadas mientras:
    /// volver es un paso.
    pub(super) fn leave_handler(&mut self, id: LaneId) -> Result<(), Error> {
        let mut stop = self.tracee(id).finish_call()?;
        if stop == Stop::CallExit {
            stop = self.tracee(id).run(Resume::Free, 0)?;
        }
        self.settle(id, stop)
    }

    /// El vigilante paró al proceso por no hacer nada visible. Si le puede llegar una
    /// señal, quizá sea a eso a lo que espera.
    pub(super) fn hushed(&mut self, id: LaneId) -> Result<(), Error> {
        if self.setup.is_late() || !self.may_be_disturbed(id)? {
            return self.silenced(id);
        }
        let regs = self.tracee(id).regs()?;
        self.lanes[id].pending = Some(Op {
            what: What::Busy,
            regs,
            marks: Vec::new(),
            ready: Cell::new(None),
        });
        Ok(())
    }

    /// Nadie puede moverse. Si es porque alguien calcula sin fin, se dice eso.
    pub(super) fn blame_busy(&mut self) {
        let busy = |lane: &super::Lane| {
            let op = lane.pending.as_ref();
            lane.is_alive() && op.is_some_and(|op| matches!(op.what, What::Busy))
        };
        if self.lanes.iter().any(busy) {
            self.limit = Some(LimitKind::Silence);
        }
    }

    /// El proceso se entera de lo que les pasa a sus hijos por `SIGCHLD`: la atiende, o
    /// la tiene bloqueada y la puede recoger después.
    pub(super) fn hears_children(&self, id: LaneId) -> bool {
        self.lanes[id].is_alive()
            && (self.catches(id, libc::SIGCHLD) || self.blocks(id, libc::SIGCHLD).unwrap_or(true))
    }

    /// ¿Cambia esta `sigprocmask` las señales que tiene bloqueadas?
    pub(super) fn changes_mask(&self, id: LaneId, args: [u64; 6]) -> bool {
        if args[1] == 0 {
            return false;
        }
        let tracee = self.tracee(id);
        let (Ok(set), Ok(before)) = (tracee.read_u64(args[1]), self.own_mask(id)) else {
            return true;
        };
        let after = match args[0] {
            how if how == bits(libc::SIG_BLOCK) => before | set,
            how if how == bits(libc::SIG_UNBLOCK) => before & !set,
            _ => set,
        };
        before != after & !bit(libc::SIGKILL) & !bit(libc::SIGSTOP)
    }
}
