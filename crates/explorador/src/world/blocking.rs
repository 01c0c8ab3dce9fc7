//! Quién puede moverse, quién espera y a qué.

use super::deadline::own_deadline;
use super::footprint::{Footprint, Object, changes, looks};
use super::futex::Place;
use super::lane::Sleep;
use super::op::{Op, What};
use super::{LaneId, State, World};
use crate::arch::Regs;
use crate::calls::{Kind, Spec};
use crate::error::Error;
use crate::event::{BlockedOn, Effect};
use crate::gap::Gap;
use crate::number::low_i32;
use crate::sys::{self, Resume, Stop};

/// Pide señales cuando pase algo con el descriptor, o con otro archivo.
fn fcntl_is_asynchronous(command: i32) -> bool {
    // De `<linux/fcntl.h>`; la biblioteca no las tiene para todas las arquitecturas.
    const F_SETSIG: i32 = 10;
    const F_SETOWN_EX: i32 = 15;
    matches!(
        command,
        libc::F_SETOWN | F_SETOWN_EX | F_SETSIG | libc::F_SETLEASE | libc::F_NOTIFY
    )
}

impl World<'_> {
    /// ¿Puede este proceso dar un paso?
    pub(super) fn enabled(&self, id: LaneId) -> bool {
        let lane = &self.lanes[id];
        if lane.frozen {
            return false;
        }
        let Some(op) = &lane.pending else {
            return false;
        };
        if lane.knocking {
            return lane.is_alive();
        }
        match lane.state {
            State::Dead | State::Asleep(Sleep::Signal | Sleep::Kernel | Sleep::Vfork) => false,
            State::Asleep(Sleep::Futex { timed, .. }) => timed,
            State::Asleep(Sleep::Inside) => self.op_is_ready(id, op),
            State::Ready => {
                !lane.spin.is_waiting()
                    && !matches!(op.what, What::Busy)
                    && (self.op_is_ready(id, op) || self.may_enter(id))
            }
        }
    }

    /// Un proceso que atiende señales puede entrar en una llamada que espera:
    /// que la señal llegue antes o después de entrar no es lo mismo.
    fn may_enter(&self, id: LaneId) -> bool {
        let lane = &self.lanes[id];
        let swaps = |op: &Op| self.swaps_mask(id, op);
        lane.dispositions.catches_any() || lane.pending.as_ref().is_some_and(swaps)
    }

    /// Ya pasó lo que esperaba, y no que venciera su plazo.
    pub(super) fn got_what_it_awaited(&self, id: LaneId, spec: &Spec, op: &Op) -> bool {
        match spec.kind {
            Kind::Poll | Kind::Select | Kind::EpollWait => self.poll_is_ready(id, spec, &op.regs),
            Kind::SigWait => self.sigwait_is_ready(id, &op.regs),
            Kind::Sleep => false,
            _ => self.op_is_ready(id, op),
        }
    }

    /// Espera como mucho un plazo, y mientras una señal podría despertarlo.
    fn may_be_woken_early(&self, id: LaneId, op: &Op) -> bool {
        let What::Call(spec) = &op.what else {
            return false;
        };
        let waits = matches!(
            spec.kind,
            Kind::Sleep | Kind::Poll | Kind::Select | Kind::EpollWait | Kind::SigWait
        );
        waits && self.may_enter(id) && !self.got_what_it_awaited(id, spec, op)
    }

    fn op_is_ready(&self, id: LaneId, op: &Op) -> bool {
        let What::Call(spec) = &op.what else {
            return true;
        };
        if self.about_to_fail(spec) {
            return true;
        }
        match spec.kind {
            Kind::Wait4 | Kind::WaitId => self.wait_is_ready(id, spec, op),
            Kind::Read | Kind::Write => self.transfer_is_ready(id, spec, op),
            Kind::Poll | Kind::Select | Kind::EpollWait => {
                Self::has_deadline(spec, &op.regs) || self.poll_is_ready(id, spec, &op.regs)
            }
            Kind::SigWait => op.regs.args()[2] != 0 || self.sigwait_is_ready(id, &op.regs),
            _ => true,
        }
    }

    /// ¿Va a entrar en la llamada sin poder terminarla todavía?
    pub(super) fn would_enter(&self, id: LaneId, op: &Op) -> bool {
        self.lanes[id].state == State::Ready
            && (!self.op_is_ready(id, op) || self.may_be_woken_early(id, op))
    }

    /// Su próximo paso es ceder el turno, o algo que solo pasa si nadie hace
    /// antes otra cosa.
    pub(super) fn yields(&self, id: LaneId) -> bool {
        let lane = &self.lanes[id];
        if lane.knocking {
            return false;
        }
        if !matches!(lane.state, State::Ready | State::Asleep(Sleep::Inside)) {
            return true;
        }
        let Some(op) = &lane.pending else {
            return false;
        };
        let What::Call(spec) = &op.what else {
            return false;
        };
        match spec.kind {
            Kind::Yield | Kind::Sleep => true,
            Kind::Poll | Kind::Select | Kind::EpollWait => !self.poll_is_ready(id, spec, &op.regs),
            Kind::SigWait => !self.sigwait_is_ready(id, &op.regs),
            Kind::MayBlock => own_deadline(spec, &op.regs).is_some(),
            _ => self.would_enter(id, op),
        }
    }

    /// La operación espera a uno entre varios que pueden llegar en cualquier
    /// orden.
    pub(super) fn waits_among_several(&self, id: LaneId) -> bool {
        match &self.lanes[id].pending {
            Some(
                op @ Op {
                    what: What::Call(spec),
                    ..
                },
            ) => match spec.kind {
                Kind::Wait4 | Kind::WaitId => self.waits_for_several(id, spec, op),
                Kind::Poll | Kind::Select | Kind::EpollWait | Kind::SigWait => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Lo que tuvo que ocurrir para que la operación pueda hacerse: esperar a un
    /// hijo concreto necesita que haya terminado.
    pub(super) fn needed(&self, id: LaneId) -> Option<Object> {
        let op = self.lanes[id].pending.as_ref()?;
        let What::Call(spec) = op.what else {
            return None;
        };
        let collects = matches!(spec.kind, Kind::Wait4 | Kind::WaitId);
        if !collects || self.about_to_fail(spec) || self.may_be_cut_short(id) {
            return None;
        }
        self.sole_child_awaited(id, spec, op).map(Object::End)
    }

    /// Quien atiende señales puede entrar a esperar antes de que pase lo que espera, y que
    /// una señal lo saque de ahí: entonces no es sin remedio.
    fn may_be_cut_short(&self, id: LaneId) -> bool {
        let lane = &self.lanes[id];
        lane.knocking || (lane.state == State::Ready && self.may_enter(id))
    }

    /// A qué espera el proceso, si espera.
    pub(super) fn blocked_on(&self, id: LaneId) -> Option<BlockedOn> {
        let lane = &self.lanes[id];
        if lane.frozen && lane.is_alive() {
            return Some(BlockedOn::Continue);
        }
        let op = lane.pending.as_ref().filter(|_| !lane.knocking)?;
        match &lane.state {
            State::Asleep(Sleep::Futex { place, .. }) => {
                return Some(BlockedOn::Futex(place.shared()));
            }
            State::Asleep(Sleep::Signal) => return Some(BlockedOn::Signal),
            State::Dead => return None,
            _ => {}
        }
        if lane.spin.is_waiting() {
            let place = lane
                .spin
                .watched()
                .iter()
                .find_map(|mark| match mark.object {
                    Object::Memory { region, start, .. } => Some((region, start)),
                    _ => None,
                });
            return Some(match place {
                Some((region, offset)) => BlockedOn::Memory(crate::event::RegionId(region), offset),
                None => BlockedOn::Call("un bucle"),
            });
        }
        let What::Call(spec) = &op.what else {
            return None;
        };
        if self.op_is_ready(id, op) && lane.state == State::Ready {
            return None;
        }
        let fd = low_i32(op.regs.args()[0]);
        Some(match spec.kind {
            Kind::Wait4 | Kind::WaitId => BlockedOn::Child(self.wait_target(id, spec, op)),
            Kind::Read => BlockedOn::Readable(fd),
            Kind::Write => BlockedOn::Writable(fd),
            Kind::SigWait => BlockedOn::Signal,
            _ => BlockedOn::Call(spec.name),
        })
    }

    /// Lo que toca alguien dormido al moverse (porque vence su plazo).
    pub(super) fn sleeper_footprint(&self, id: LaneId) -> Footprint {
        match self.lanes[id].state {
            State::Asleep(Sleep::Futex {
                place: Place::Shared { region, offset },
                ..
            }) => {
                vec![changes(Object::Futex { region, offset })]
            }
            State::Asleep(Sleep::Inside) => self.lanes[id]
                .pending
                .as_ref()
                .map(|op| op.marks.clone())
                .unwrap_or_default(),
            _ => vec![looks(Object::SignalsOf(id))],
        }
    }

    fn has_deadline(spec: &Spec, regs: &Regs) -> bool {
        let args = regs.args();
        match spec.name {
            "poll" => low_i32(args[2]) >= 0,
            "epoll_wait" | "epoll_pwait" => low_i32(args[3]) >= 0,
            "ppoll" => args[2] != 0,
            _ => args[4] != 0,
        }
    }

    fn poll_is_ready(&self, id: LaneId, spec: &Spec, regs: &Regs) -> bool {
        let args = regs.args();
        let entries = match spec.kind {
            Kind::Poll => self.poll_entries(id, args),
            Kind::Select => self.select_entries(id, args),
            _ => vec![(low_i32(args[0]), libc::POLLIN)],
        };
        entries.into_iter().any(|(fd, events)| {
            fd >= 0
                && match self.lanes[id].fd(fd) {
                    Ok(ours) => sys::readiness(&ours, events) != 0,
                    Err(_) => true,
                }
        })
    }

    pub(super) fn do_poll(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        if self.poll_is_ready(id, spec, &op.regs) {
            self.changed_something(id);
            return self.plain(id, spec, op);
        }
        // Vence el plazo: nadie espera de verdad.
        self.only_looked(id);
        self.lanes[id].spin.stepped_aside();
        let args = op.regs.args();
        let entry = Some(&op.regs);
        match spec.kind {
            Kind::Poll => {
                for n in 0..args[1].min(1024) {
                    self.write_for_kernel(id, entry, args[0] + 8 * n + 6, &[0, 0])?;
                }
            }
            Kind::Select => {
                let length = usize::try_from(args[0]).unwrap_or(0).min(1024).div_ceil(64) * 8;
                for set in args[1..4].iter().filter(|&&set| set != 0) {
                    self.write_for_kernel(id, entry, *set, &vec![0; length])?;
                }
            }
            _ => {}
        }
        self.skip_with(id, spec, op, 0, Effect::None)
    }

    /// Una llamada que puede esperar dentro del núcleo: se hace de verdad y se
    /// mira si el proceso se duerme.
    pub(super) fn do_may_block(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        if spec.name == "fcntl" && fcntl_is_asynchronous(low_i32(op.regs.args()[1])) {
            return Err(super::actions::unmodelled(spec));
        }
        if let Some(place) = own_deadline(spec, &op.regs) {
            return self.try_at_once(id, spec, op, place);
        }
        self.changed_something(id);
        self.tracee(id).resume(Resume::ToCallExit, 0)?;
        self.lanes[id].pending = Some(op.clone());
        self.lanes[id].state = State::Asleep(Sleep::Kernel);
        if let Some(stop) = self.stop_or_sleep(id)? {
            return self.leave_kernel(id, spec, stop);
        }
        let on = BlockedOn::Call(spec.name);
        self.lanes[id].blocked = Some(on.clone());
        self.push(id, crate::event::EventKind::Blocked(on), false);
        Ok(())
    }

    /// Espera a que el proceso se pare (entonces, cómo) o se duerma.
    fn stop_or_sleep(&self, id: LaneId) -> Result<Option<Stop>, Error> {
        let pid = self.tracee(id).pid;
        loop {
            if let Some(stop) = sys::poll_stop(pid)? {
                return Ok(Some(stop));
            }
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let asleep = stat
                .rsplit_once(") ")
                .is_some_and(|(_, rest)| rest.starts_with('S'));
            if asleep {
                // Pudo pararse entre las dos miradas.
                return Ok(sys::poll_stop(pid)?);
            }
            std::thread::yield_now();
        }
    }

    fn leave_kernel(&mut self, id: LaneId, spec: &'static Spec, stop: Stop) -> Result<(), Error> {
        let op = self.lanes[id].pending.take();
        self.lanes[id].state = State::Ready;
        let Some(op) = op.filter(|_| stop == Stop::CallExit) else {
            return self.settle(id, stop);
        };
        let result = self.tracee(id).regs()?.result();
        if (-516..=-512).contains(&result) {
            return self.run_to_next(id);
        }
        if result == i64::from(-libc::EINTR) && !self.heard_something(id) {
            // Lo interrumpió una señal que no atiende (la de un hijo que termina), y que
            // a un proceso sin trazar ni le llega: la llamada se repite.
            let mut again = op.regs;
            again.aim_call(op.regs.call_site(), op.regs.call(), op.regs.args());
            self.tracee(id).set_regs(&again);
            return self.run_to_next(id);
        }
        if matches!(spec.kind, Kind::Read | Kind::Write) {
            return self.finish_transfer(id, spec, &op, result);
        }
        if spec.kind == Kind::Open {
            return self.finish_new_fd(id, spec, &op, result);
        }
        let hidden = result == i64::from(-libc::EFAULT)
            && self.space(id).mappings.iter().any(|place| place.guarded);
        if hidden {
            // El núcleo no pudo seguir un puntero a memoria que estaba cerrada.
            return Err(Error::Unmodelled {
                call: spec.name.to_string(),
                why: "los datos que le da están en memoria compartida".to_string(),
            });
        }
        // `recvmsg` puede traer descriptores.
        self.descriptors_changed(id);
        self.note_call(id, spec, &op, result, Effect::None);
        self.run_to_next(id)
    }

    /// Tras cada paso: ¿ha despertado a alguien dormido dentro del núcleo? Quien despierta
    /// puede despertar a otro (el que esperaba sitio detrás de él en una tubería), así que
    /// se mira hasta que no se mueve nadie: un paso no termina con alguien en marcha.
    pub(super) fn recheck_kernel_sleepers(&mut self) -> Result<(), Error> {
        while self.wake_kernel_sleepers()? {}
        Ok(())
    }

    /// Una vuelta. Dice si alguien ha salido de su llamada.
    fn wake_kernel_sleepers(&mut self) -> Result<bool, Error> {
        let mut woken = false;
        for id in 0..self.lanes.len() {
            if self.lanes[id].state != State::Asleep(Sleep::Kernel) {
                continue;
            }
            let Some(Op {
                what: What::Call(spec),
                ..
            }) = self.lanes[id].pending.clone()
            else {
                continue;
            };
            // Lo del otro se podría colar en medio; aquí va delante quien ya esperaba.
            if self.others_want_to_write(id) {
                self.gaps.insert(Gap::QueuedWriters);
            }
            if let Some(stop) = self.stop_or_sleep(id)? {
                woken = true;
                self.wakes.push(id);
                self.leave_kernel(id, spec, stop)?;
            }
        }
        Ok(woken)
    }

    /// Una señal le llega a uno que duerme dentro del núcleo.
    pub(super) fn interrupt_kernel_sleeper(&mut self, id: LaneId) -> Result<(), Error> {
        if self.lanes[id].state == State::Asleep(Sleep::Kernel) {
            self.recheck_kernel_sleepers()?;
        }
        Ok(())
    }
}
