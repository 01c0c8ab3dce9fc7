//! Dar un paso: hacer de verdad la operación en la que un proceso está parado.

use super::footprint::Object;
use super::lane::Sleep;
use super::op::{Op, What};
use super::{LaneId, State, World};
use crate::calls::{Kind, Spec};
use crate::error::Error;
use crate::event::{Call, Effect, EventKind};
use crate::sys::{Resume, Stop};

/// El núcleo devuelve esto, y nunca al programa, cuando una señal interrumpe
/// una llamada que hay que repetir.
const RESTART: std::ops::RangeInclusive<i64> = -516..=-512;

/// El programa usa algo que no se sabe seguir.
pub(super) fn unmodelled(spec: &Spec) -> Error {
    Error::Unmodelled {
        call: spec.name.to_string(),
        why: crate::calls::reason(spec.name).to_string(),
    }
}

impl World<'_> {
    /// Hace la operación pendiente de un proceso y lo deja ante la siguiente.
    pub(super) fn perform(&mut self, id: LaneId) -> Result<(), Error> {
        if self.lanes[id].knocking {
            self.lanes[id].just_yielded = false;
            return self.attend(id);
        }
        if self.lanes[id].pending.as_ref().is_some_and(Op::is_resume) {
            return self.resume(id);
        }
        self.lanes[id].just_yielded = self.yields(id);
        if let State::Asleep(Sleep::Futex { .. }) = self.lanes[id].state {
            return self.futex_timeout(id);
        }
        let Some(op) = self.lanes[id].pending.take() else {
            return Ok(());
        };
        match &op.what {
            What::Access(access) => self.perform_access(id, &op, access),
            What::Signal(signal) => {
                // Va a morir: después ya no se puede mirar qué tenía abierto.
                self.tally.descriptors += self.open_descriptors(id);
                self.release_robust(id, None)?;
                let stop = self.hand_over_signal(id, *signal)?;
                self.settle(id, stop)
            }
            What::Resume | What::Busy => Ok(()),
            What::Call(spec) => {
                if self.would_enter(id, &op) {
                    self.fall_asleep(id, Sleep::Inside, op);
                    self.unblocks_on_entry(id);
                    return Ok(());
                }
                if let Some(result) = self.provoked(id, spec, &op)? {
                    return result;
                }
                self.perform_call(id, spec, &op)
            }
        }
    }

    pub(super) fn perform_call(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        match spec.kind {
            Kind::Map => self.do_map(id, spec, op),
            Kind::Unmap => self.do_unmap(id, spec, op),
            Kind::Remap => self.do_remap(id, spec, op),
            Kind::Protect => self.do_protect(id, spec, op),
            Kind::ShmAttach => self.do_attach(id, spec, op),
            Kind::ShmDetach => self.do_detach(id, spec, op),
            Kind::Fork => self.do_fork(id, spec, op),
            Kind::Exec => self.do_exec(id, spec, op),
            Kind::Exit => self.do_exit(id, spec, op),
            Kind::Wait4 | Kind::WaitId => self.do_wait(id, spec, op),
            Kind::Kill => self.do_kill(id, spec, op),
            Kind::Read | Kind::Write => self.do_transfer(id, spec, op),
            Kind::NewFd | Kind::Dup | Kind::Open => self.do_new_fd(id, spec, op),
            Kind::Futex => self.do_futex(id, spec, op),
            Kind::Sleep => self.do_sleep(id, spec, op),
            Kind::Pause => {
                self.fall_asleep(id, Sleep::Signal, op.clone());
                Ok(())
            }
            Kind::SigSuspend => self.do_sigsuspend(id, op),
            Kind::SigReturn => self.leave_handler(id),
            Kind::SigWait => self.do_sigwait(id, spec, op),
            Kind::Alarm => self.do_alarm(id, spec, op),
            Kind::Poll | Kind::Select | Kind::EpollWait => self.do_poll(id, spec, op),
            Kind::MayBlock | Kind::FileLock => self.do_may_block(id, spec, op),
            Kind::Close => self.do_close(id, spec, op),
            Kind::Foreign => self.do_foreign(id, spec, op),
            Kind::Identity => self.skip_with(id, spec, op, 0, Effect::None),
            Kind::Family => self.do_family(id, spec, op),
            Kind::SigAction => {
                self.remember_action(id, &op.regs);
                self.plain(id, spec, op)
            }
            Kind::CloseRange => {
                self.descriptors_changed(id);
                self.plain(id, spec, op)?;
                self.descriptors_changed(id);
                Ok(())
            }
            Kind::Random => self.do_random(id, spec, op),
            Kind::Unmodelled | Kind::Socket | Kind::Prctl => Err(unmodelled(spec)),
            Kind::Yield => self.do_yield(id, spec, op),
            Kind::Truncate
            | Kind::Names
            | Kind::SigMask
            | Kind::Pointer
            | Kind::Look
            | Kind::Seek
            | Kind::Ioctl => self.plain(id, spec, op),
        }
    }

    /// La llamada tal cual, sin más significado que ella misma.
    pub(super) fn plain(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<(), Error> {
        if let Some(result) = self.native(id, op)? {
            if spec.kind == Kind::Look {
                self.only_looked(id);
            } else {
                self.changed_unless_failed(id, result);
            }
            self.note_call(id, spec, op, result, Effect::None);
            self.run_to_next(id)?;
        }
        Ok(())
    }

    /// Hace la llamada de verdad y deja al proceso en su salida, con lo que
    /// devolvió. `None`: ya no está ahí (terminó, o una señal lo llevó a otro
    /// sitio) y su estado está al día.
    pub(super) fn native(&mut self, id: LaneId, op: &Op) -> Result<Option<i64>, Error> {
        loop {
            let stop = if self.touches_guarded(id, op) {
                self.call_with_memory_open(id, op)?
            } else {
                self.tracee(id).finish_call()?
            };
            if stop != Stop::CallExit {
                self.settle(id, stop)?;
                return Ok(None);
            }
            let result = self.tracee(id).regs()?.result();
            if !RESTART.contains(&result) {
                return Ok(Some(result));
            }
            if !self.back_to_entry(id)? {
                return Ok(None);
            }
        }
    }

    /// Una señal sin importancia hizo que el núcleo quiera repetir la llamada:
    /// la deja pasar y vuelve a la entrada. Falso si la señal importaba.
    fn back_to_entry(&mut self, id: LaneId) -> Result<bool, Error> {
        let mut stop = self.tracee(id).run(Resume::Free, 0)?;
        while let Stop::Signal(signal) = stop {
            if self.catches(id, signal) || !super::signals::harmless(signal) {
                break;
            }
            stop = self.tracee(id).run(Resume::Free, signal)?;
        }
        if stop == Stop::CallEntry {
            return Ok(true);
        }
        self.settle(id, stop)?;
        Ok(false)
    }

    pub(super) fn touches_guarded(&self, id: LaneId, op: &Op) -> bool {
        op.marks
            .iter()
            .any(|mark| matches!(mark.object, Object::Memory { .. }))
            && self
                .space(id)
                .mappings
                .iter()
                .any(|mapping| mapping.guarded)
    }

    /// La llamada no se hace y devuelve `result`; luego el proceso sigue.
    pub(super) fn skip_with(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
        effect: Effect,
    ) -> Result<(), Error> {
        self.tracee(id).answer_call(&op.regs, result);
        self.note_call(id, spec, op, result, effect);
        self.run_to_next(id)
    }

    /// Cambia lo que devuelve la llamada de la que el proceso está saliendo.
    pub(super) fn set_result(&self, id: LaneId, result: i64) -> Result<(), Error> {
        let mut regs = self.tracee(id).regs()?;
        regs.set_result(result);
        self.tracee(id).set_regs(&regs);
        Ok(())
    }

    /// Números al azar en memoria compartida: los demás los ven.
    fn do_random(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<(), Error> {
        self.changed_something(id);
        let result = self.draw(id, &op.regs, op.regs.args()[0], op.regs.args()[1]);
        self.skip_with(id, spec, op, result, Effect::None)
    }

    /// El proceso entra en la llamada y espera a otros.
    pub(super) fn fall_asleep(&mut self, id: LaneId, sleep: Sleep, op: Op) {
        self.lanes[id].state = State::Asleep(sleep);
        self.lanes[id].pending = Some(op);
        if let Some(on) = self.blocked_on(id) {
            self.lanes[id].blocked = Some(on.clone());
            self.push(id, EventKind::Blocked(on), false);
        }
    }

    /// A quién le toca lo decide la búsqueda: hacer la llamada de verdad no añade nada.
    fn do_yield(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<(), Error> {
        self.only_looked(id);
        self.lanes[id].spin.stepped_aside();
        self.skip_with(id, spec, op, 0, Effect::None)
    }

    pub(super) fn do_sleep(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.only_looked(id);
        self.lanes[id].spin.stepped_aside();
        let args = op.regs.args();
        let request = if spec.name == "nanosleep" {
            args[0]
        } else {
            args[2]
        };
        let seconds = self.tracee(id).read_u64(request).unwrap_or(0);
        let rest = self
            .tracee(id)
            .read_u64(request.wrapping_add(8))
            .unwrap_or(0);
        let nanoseconds = seconds.saturating_mul(1_000_000_000).saturating_add(rest);
        self.skip_with(id, spec, op, 0, Effect::Sleep { nanoseconds })
    }

    /// Anota una llamada terminada.
    pub(super) fn note_call(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
        effect: Effect,
    ) {
        self.note_call_as(id, spec, op, result, effect, false);
    }

    pub(super) fn note_call_as(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
        effect: Effect,
        fault: bool,
    ) {
        self.untold |= !spec.kind.is_told();
        let result = match result {
            -4095..=-1 => Err(i32::try_from(-result).unwrap_or(libc::EIO)),
            _ => Ok(self.told_result(spec, result)),
        };
        let call = Call {
            name: spec.name,
            args: self.told_args(spec, op.regs.args()),
            result,
            effect,
        };
        self.push(id, EventKind::Call(call), fault);
    }

    /// El paso solo miró: si vuelve al mismo punto, estará girando.
    pub(super) fn only_looked(&mut self, id: LaneId) {
        let marks = self.current.clone();
        self.lanes[id].spin.looked_at(&marks);
    }

    /// Una llamada que falla no cambia nada: repetirla sin parar es girar.
    pub(super) fn changed_unless_failed(&mut self, id: LaneId, result: i64) {
        if result < 0 {
            self.only_looked(id);
        } else {
            self.changed_something(id);
        }
    }

    /// El paso cambió algo: lo de antes ya no cuenta como giro.
    pub(super) fn changed_something(&mut self, id: LaneId) {
        self.lanes[id].spin.forget();
    }
}
