//! Nacer, cambiar de programa, terminar y ser recogido.

use super::birth::Birth;
use super::footprint::{Object, changes};
use super::lane::{Lane, Sleep, child_vpid};
use super::op::Op;
use super::{LaneId, State, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::event::{BlockedOn, Effect, End, EventKind, RegionId};
use crate::limits::LimitKind;
use crate::number::bits;
use crate::sys::{Pid, Resume, Stop};

/// Un hijo que acaba de nacer.
struct Newborn {
    pid: Pid,
    /// El padre ya está saliendo de la llamada: no se paró a decir que había nacido.
    quiet: bool,
}

/// Con esto el núcleo pide, sin que el programa lo vea, que la llamada se repita.
const ERESTARTNOINTR: i64 = -513;

impl World<'_> {
    fn birth(&self, id: LaneId, spec: &Spec, op: &Op) -> Result<Birth, Error> {
        let args = op.regs.args();
        Ok(match spec.name {
            "clone" => Birth {
                flags: args[0],
                parent_tid: args[2],
                child_tid: args[3],
            },
            "clone3" => {
                let field = |n: u64| self.tracee(id).read_u64(args[0].wrapping_add(8 * n));
                Birth {
                    flags: field(0)?,
                    child_tid: field(2)?,
                    parent_tid: field(3)?,
                }
            }
            "vfork" => Birth {
                flags: bits(libc::CLONE_VM) | bits(libc::CLONE_VFORK),
                parent_tid: 0,
                child_tid: 0,
            },
            _ => Birth {
                flags: 0,
                parent_tid: 0,
                child_tid: 0,
            },
        })
    }

    pub(super) fn do_fork(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let birth = self.birth(id, spec, op)?;
        let shares_memory = birth.flags & bits(libc::CLONE_VM) != 0;
        let waits = birth.flags & bits(libc::CLONE_VFORK) != 0;
        if birth.flags & bits(libc::CLONE_THREAD) != 0 || (shares_memory && !waits) {
            return Err(Error::Multithreaded);
        }
        if let Some(why) = birth.entangles() {
            return Err(Error::Unmodelled {
                call: spec.name.to_string(),
                why: why.to_string(),
            });
        }
        let odd = bits(libc::CLONE_UNTRACED)
            | bits(libc::CLONE_PARENT)
            | bits(libc::CLONE_NEWPID)
            | bits(libc::CLONE_NEWUSER)
            | bits(libc::CLONE_NEWNS);
        if birth.flags & odd != 0 {
            return self.skip_with(
                id,
                spec,
                op,
                i64::from(-libc::EPERM),
                Effect::Fork { child: None },
            );
        }
        if self.lanes.len() >= self.setup.limits.processes {
            self.limit = Some(LimitKind::Processes);
            self.lanes[id].pending = Some(op.clone());
            return Ok(());
        }
        let Some(Newborn { pid, quiet }) = self.give_birth(id, spec, op, &birth)? else {
            return Ok(());
        };
        let child = self.adopt(id, pid, &birth, shares_memory)?;
        if quiet && self.lanes[child].is_alive() {
            self.restore_args(child, op)?;
        }
        let vpid = self.lanes[child].vpid;
        self.note_call(
            id,
            spec,
            op,
            i64::from(vpid),
            Effect::Fork { child: Some(child) },
        );
        self.wakes.push(child);
        if waits {
            self.lanes[id].state = State::Asleep(Sleep::Vfork);
            self.lanes[id].blocked = Some(BlockedOn::Child(Some(child)));
            // Sigue dentro de la llamada: saldrá cuando el hijo lo suelte.
            self.tracee(id).resume(Resume::ToCallExit, 0)?;
            return self.start_child(child);
        }
        if !quiet {
            let stop = self.tracee(id).finish_call()?;
            if stop != Stop::CallExit {
                return self.settle(id, stop);
            }
        }
        self.leave_fork(id, op, vpid, &birth)?;
        self.guard_if_shared(id)?;
        self.start_child(child)?;
        self.run_to_next(id)
    }

    /// Deja que el núcleo cree al hijo. `None`: no nació nadie, y el estado del proceso
    /// está al día.
    fn give_birth(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        birth: &Birth,
    ) -> Result<Option<Newborn>, Error> {
        loop {
            let quiet = self.make_quiet(id, spec, op, birth);
            let mut stop = self.tracee(id).finish_call()?;
            if let Stop::Forked(pid) = stop {
                return Ok(Some(Newborn { pid, quiet: false }));
            }
            if stop == Stop::CallExit {
                self.restore_args(id, op)?;
                let result = self.tracee(id).regs()?.result();
                if let Some(pid) = Pid::try_from(result).ok().filter(|&pid| quiet && pid > 0) {
                    return Ok(Some(Newborn { pid, quiet }));
                }
                if result != ERESTARTNOINTR {
                    self.note_call(id, spec, op, result, Effect::Fork { child: None });
                    self.run_to_next(id)?;
                    return Ok(None);
                }
                stop = self.back_after_signal(id)?;
            }
            if stop != Stop::CallEntry {
                self.settle(id, stop)?;
                return Ok(None);
            }
        }
    }

    /// Había una señal sin importancia pendiente: la atiende y vuelve a la entrada.
    fn back_after_signal(&mut self, id: LaneId) -> Result<Stop, Error> {
        let mut stop = self.tracee(id).run(Resume::Free, 0)?;
        loop {
            stop = match stop {
                Stop::Signal(signal) => self.hand_over_signal(id, signal)?,
                other => return Ok(other),
            };
        }
    }

    /// Pide que el hijo nazca ya trazado sin que el padre se pare en medio de la llamada,
    /// si se puede. Dentro de `vfork` no: no sale de ella hasta que el hijo lo suelte.
    fn make_quiet(&self, id: LaneId, spec: &Spec, op: &Op, birth: &Birth) -> bool {
        let waits = birth.flags & bits(libc::CLONE_VFORK) != 0;
        let quiet = self.tracee(id).quiet_birth();
        let Some(flags) = quiet.filter(|_| spec.name == "clone" && !waits) else {
            return false;
        };
        let mut args = op.regs.args();
        args[0] |= flags;
        let mut regs = op.regs;
        regs.set_args(args);
        self.tracee(id).set_regs(&regs);
        true
    }

    /// El proceso está saliendo de la llamada con la que creó a otro: que vea el PID que
    /// le toca, y sus argumentos como los puso.
    fn leave_fork(&self, id: LaneId, op: &Op, vpid: i32, birth: &Birth) -> Result<(), Error> {
        self.leave_with(id, op, i64::from(vpid))?;
        if birth.flags & bits(libc::CLONE_PARENT_SETTID) != 0 {
            self.write_for_kernel(id, None, birth.parent_tid, &vpid.to_ne_bytes())?;
        }
        Ok(())
    }

    /// Da carril a un proceso recién creado.
    fn adopt(
        &mut self,
        parent: LaneId,
        pid: Pid,
        birth: &Birth,
        shares_memory: bool,
    ) -> Result<LaneId, Error> {
        let child = self.lanes.len();
        self.descriptor_epoch += 1;
        let taken: Vec<i32> = self.lanes.iter().map(|lane| lane.vpid).collect();
        let nth = self.lanes[parent].children.len() + 1;
        let vpid = child_vpid(self.lanes[parent].vpid, nth, &taken);
        let space = if shares_memory {
            self.lanes[parent].space
        } else {
            self.spaces.push(self.space(parent).clone());
            self.spaces.len() - 1
        };
        let tracee = self.tracee(parent).newborn(pid);
        let mut lane = Lane::new(tracee, vpid, Some(parent), self.lanes[parent].group, space);
        lane.dispositions = self.lanes[parent].dispositions.clone();
        lane.session = self.lanes[parent].session;
        lane.child_signal = self.lanes[parent].child_signal.inherited();
        lane.ends.clone_from(&self.lanes[parent].ends);
        lane.identities.clone_from(&self.lanes[parent].identities);
        lane.prints.clone_from(&self.lanes[parent].prints);
        self.share_system_files(parent);
        lane.shared_files
            .clone_from(&self.lanes[parent].shared_files);
        self.lanes.push(lane);
        self.lanes[parent].children.push(child);
        let stop = self.tracee(child).wait()?;
        if !matches!(stop, Stop::Signal(libc::SIGSTOP)) {
            self.settle(child, stop)?;
            return Ok(child);
        }
        if birth.flags & bits(libc::CLONE_CHILD_SETTID) != 0 {
            self.tracee(child)
                .write(birth.child_tid, &vpid.to_ne_bytes())?;
        }
        Ok(child)
    }

    fn start_child(&mut self, child: LaneId) -> Result<(), Error> {
        if !self.lanes[child].is_alive() {
            return Ok(());
        }
        self.guard_if_shared(child)?;
        self.run_to_next(child)
    }

    pub(super) fn do_exec(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let stop = self.tracee(id).finish_call()?;
        match stop {
            Stop::CallExit => {
                let result = self.tracee(id).regs()?.result();
                self.note_call(id, spec, op, result, Effect::None);
                self.run_to_next(id)
            }
            Stop::Executed => {
                self.note_call(id, spec, op, 0, Effect::None);
                self.settle(id, stop)
            }
            other => self.settle(id, other),
        }
    }

    /// El proceso acaba de cambiar de programa: su memoria es otra.
    pub(super) fn executed(&mut self, id: LaneId) -> Result<(), Error> {
        self.tracee(id).forget_memory();
        super::random::fix_startup(self.tracee(id), self.lanes[id].vpid)?;
        self.descriptors_changed(id);
        self.spaces.push(super::Space::new());
        self.lanes[id].space = self.spaces.len() - 1;
        self.lanes[id].dispositions.executed();
        self.lanes[id].executed = true;
        self.release_vfork_parent(id)
    }

    /// El padre que esperaba en `vfork` sale de la llamada.
    fn release_vfork_parent(&mut self, child: LaneId) -> Result<(), Error> {
        let Some(parent) = self.lanes[child].parent else {
            return Ok(());
        };
        if self.lanes[parent].state != State::Asleep(Sleep::Vfork) {
            return Ok(());
        }
        let stop = self.tracee(parent).wait()?;
        if stop != Stop::CallExit {
            return self.settle(parent, stop);
        }
        let vpid = self.lanes[child].vpid;
        self.set_result(parent, i64::from(vpid))?;
        self.wakes.push(parent);
        self.lanes[parent].state = State::Ready;
        self.run_to_next(parent)
    }

    pub(super) fn do_exit(
        &mut self,
        id: LaneId,
        _spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.tally.descriptors += self.open_descriptors(id);
        self.release_robust(id, Some(&op.regs))?;
        let stop = self.tracee(id).run(Resume::Free, 0)?;
        self.settle(id, stop)
    }

    /// Un proceso terminó: lo que eso significa para los demás.
    pub(super) fn bury(&mut self, id: LaneId, end: End) -> Result<(), Error> {
        self.lanes[id].state = State::Dead;
        self.descriptor_epoch += 1;
        self.lanes[id].pending = None;
        self.lanes[id].blocked = None;
        self.lanes[id].knocking = false;
        self.lanes[id].timer = None;
        self.lanes[id].frozen = false;
        self.lanes[id].job = None;
        self.lanes[id].end = Some(end);
        let crash = self.is_crash(id, end);
        self.push(id, EventKind::Exited(end), crash);
        self.tally.crashed |= crash;
        if self.vfork_parent_waits(id) {
            self.release_vfork_parent(id)?;
        } else {
            self.tally.mappings += self.space(id).mappings.len();
        }
        self.leave_children(id);
        let ignored = self.lanes[id]
            .parent
            .is_none_or(|parent| !self.lanes[parent].is_alive() || self.ignores_children(parent));
        self.lanes[id].collected = ignored;
        self.current.push(changes(Object::End(id)));
        self.futex_after_death(id)?;
        if let Some(parent) = self.lanes[id].parent {
            self.child_ended(parent);
            self.child_signal(parent, id)?;
        }
        Ok(())
    }

    fn vfork_parent_waits(&self, id: LaneId) -> bool {
        self.lanes[id]
            .parent
            .is_some_and(|parent| self.lanes[parent].state == State::Asleep(Sleep::Vfork))
    }

    /// Los hijos de quien termina: los muertos sin recoger son zombis que nadie
    /// recogió; los vivos se quedan huérfanos.
    fn leave_children(&mut self, id: LaneId) {
        for child in self.lanes[id].children.clone() {
            if self.lanes[child].is_alive() {
                self.tally.left_running += 1;
            } else if !self.lanes[child].collected {
                self.tally.zombies += 1;
                self.lanes[child].collected = true;
            }
        }
    }

    /// Cómo murió un proceso al que mató una señal.
    pub(super) fn killed_end(&self, id: LaneId, signal: i32) -> End {
        let fault = self.lanes[id]
            .last_fault
            .filter(|&(cause, _)| cause == signal);
        let address = fault.map(|(_, address)| address);
        let after_unmap = address
            .and_then(|address| self.space(id).formerly(address))
            .map(RegionId);
        End::Killed {
            signal,
            address,
            after_unmap,
        }
    }
}
