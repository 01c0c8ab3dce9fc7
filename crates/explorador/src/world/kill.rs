//! Mandar señales con `kill` y sus parientes, e impedir las que salen del
//! programa.

use super::footprint::{Footprint, Object, changes, looks};
use super::job::freezes;
use super::op::Op;
use super::{LaneId, World};
use crate::arch::Regs;
use crate::calls::Spec;
use crate::error::Error;
use crate::event::Effect;
use crate::gap::Gap;
use crate::number::low_i32;
use crate::sys;

impl World<'_> {
    /// A quién va una señal. `None`: a nadie del programa.
    fn kill_targets(
        &self,
        id: LaneId,
        spec: &Spec,
        regs: &Regs,
    ) -> Option<(Vec<LaneId>, i64, i32)> {
        let args = regs.args();
        let number = low_i32;
        let (target, signal) = match spec.name {
            "tgkill" | "rt_tgsigqueueinfo" => (number(args[1]), number(args[2])),
            _ => (number(args[0]), number(args[1])),
        };
        let group = match target {
            0 => Some(self.lanes[id].group),
            group if group < -1 => Some(-group),
            _ => None,
        };
        let lanes: Vec<LaneId> = match group {
            _ if target == -1 => Vec::new(),
            Some(group) => (0..self.lanes.len())
                .filter(|&lane| self.lanes[lane].group == group && self.exists(lane))
                .collect(),
            None => self.by_vpid(i64::from(target)).into_iter().collect(),
        };
        (!lanes.is_empty()).then_some((lanes, i64::from(target), signal))
    }

    pub(super) fn mark_kill(&self, id: LaneId, spec: &Spec, regs: &Regs, marks: &mut Footprint) {
        if low_i32(regs.args()[0]) <= 0 {
            marks.push(looks(Object::Groups));
        }
        let Some((targets, _, signal)) = self.kill_targets(id, spec, regs) else {
            return;
        };
        for target in targets {
            marks.extend([looks(Object::End(target)), looks(Object::Collected(target))]);
            if signal == libc::SIGKILL && self.lanes[target].is_alive() {
                self.mark_death(target, marks);
            }
            if freezes(signal) || signal == libc::SIGCONT {
                self.mark_job(target, marks);
            }
            if signal != 0 && target != id {
                marks.push(changes(Object::SignalsOf(target)));
            }
        }
    }

    /// Parar a un proceso, o hacer que siga, lo nota su padre.
    fn mark_job(&self, target: LaneId, marks: &mut Footprint) {
        marks.push(changes(Object::Job(target)));
        if let Some(parent) = self.lanes[target].parent
            && self.hears_children(parent)
        {
            marks.push(changes(Object::SignalsOf(parent)));
        }
    }

    pub(super) fn do_kill(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let args = op.regs.args();
        let Some((targets, target, signal)) = self.kill_targets(id, spec, &op.regs) else {
            if self.names_an_empty_group(low_i32(args[0])) {
                return self.skip_with(id, spec, op, i64::from(-libc::ESRCH), Effect::None);
            }
            return self.refuse_kill(id, spec, op);
        };
        let lane = (targets.len() == 1).then(|| targets[0]);
        let effect = Effect::Kill {
            target,
            lane,
            signal,
            refused: false,
        };
        if targets == [id] && (spec.name != "kill" || target > 0) {
            return self.kill_itself(id, spec, op, args, effect);
        }
        let gone = targets
            .iter()
            .all(|&lane| !self.lanes[lane].is_alive() && self.lanes[lane].collected);
        let result = if gone { i64::from(-libc::ESRCH) } else { 0 };
        self.tracee(id).answer_call(&op.regs, result);
        self.note_call(id, spec, op, result, effect);
        let value = self.carried(id, spec, args);
        for &target in targets.iter().filter(|&&target| target != id) {
            self.send_with(target, signal, Some(id), value)?;
        }
        if targets.contains(&id) && signal != 0 {
            self.lanes[id].senders.push((signal, Some(id)));
            self.lanes[id].was_signalled = true;
            sys::kill(self.tracee(id).pid, signal)?;
        }
        self.run_to_next(id)
    }

    fn kill_itself(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        mut args: [u64; 6],
        effect: Effect,
    ) -> Result<(), Error> {
        let real = u64::from(self.tracee(id).inner_pid().unsigned_abs());
        args[0] = real;
        if spec.name == "tgkill" || spec.name == "rt_tgsigqueueinfo" {
            args[1] = real;
        }
        let mut regs = op.regs;
        regs.set_args(args);
        self.tracee(id).set_regs(&regs);
        let aimed = Op { regs, ..op.clone() };
        self.lanes[id].was_signalled = true;
        if matches!(
            effect,
            Effect::Kill {
                signal: libc::SIGKILL,
                ..
            }
        ) {
            self.release_robust(id, Some(&aimed.regs))?;
        }
        if let Some(result) = self.native(id, &aimed)? {
            self.restore_args(id, op)?;
            self.note_call(id, spec, op, result, effect);
            self.run_to_next(id)?;
        }
        Ok(())
    }

    /// El dato que lleva una señal de las de `sigqueue(3)`.
    fn carried(&self, id: LaneId, spec: &Spec, args: [u64; 6]) -> Option<u64> {
        let place = spec.args.iter().position(|&name| name == "info")?;
        // `si_value` está en el byte 24 de `siginfo_t`.
        self.tracee(id).read_u64(args[place].wrapping_add(24)).ok()
    }

    /// Un grupo de los del programa, en el que ya (o todavía) no hay nadie.
    fn names_an_empty_group(&self, target: i32) -> bool {
        target < -1 && self.by_vpid(-i64::from(target)).is_some()
    }

    /// Una señal a un proceso ajeno, o a todos: se impide y se cuenta. Como
    /// administrador, `kill(-1, …)` tras un `fork` fallido acabaría con la
    /// máquina.
    fn refuse_kill(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<(), Error> {
        let number = low_i32;
        let args = op.regs.args();
        let effect = Effect::Kill {
            target: i64::from(number(args[0])),
            lane: None,
            signal: number(args[1]),
            refused: true,
        };
        self.tally.refused_signals += 1;
        let result = i64::from(-libc::EPERM);
        self.tracee(id).answer_call(&op.regs, result);
        self.note_call_as(id, spec, op, result, effect, true);
        self.run_to_next(id)
    }

    /// Vence la alarma de un proceso.
    pub(super) fn ring(&mut self, id: LaneId) -> Result<(), Error> {
        let Some(signal) = self.lanes[id].timer.take() else {
            return Ok(());
        };
        if self.lanes[id].repeats {
            // Vence cuanto quiera: no se le puede seguir hasta el final.
            self.gaps.insert(Gap::RepeatingTimer);
            self.lanes[id].timer = Some(signal);
            self.lanes[id].rang = true;
        }
        self.send(id, signal, None)
    }

    pub(super) fn do_alarm(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let args = op.regs.args();
        if spec.name == "alarm" {
            let before = i64::from(self.lanes[id].timer.is_some());
            self.lanes[id].timer = (args[0] != 0).then_some(libc::SIGALRM);
            self.lanes[id].repeats = false;
            self.lanes[id].rang = false;
            return self.skip_with(id, spec, op, before, Effect::None);
        }
        let signal = match args[0] {
            0 => libc::SIGALRM,
            1 => libc::SIGVTALRM,
            _ => libc::SIGPROF,
        };
        let tracee = self.tracee(id);
        let seconds = tracee.read_u64(args[1].wrapping_add(16)).unwrap_or(0);
        let rest = tracee.read_u64(args[1].wrapping_add(24)).unwrap_or(0);
        if args[2] != 0 {
            self.write_for_kernel(id, Some(&op.regs), args[2], &[0; 32])?;
        }
        let interval = tracee.read_u64(args[1]).unwrap_or(0)
            | tracee.read_u64(args[1].wrapping_add(8)).unwrap_or(0);
        self.lanes[id].timer = (seconds != 0 || rest != 0).then_some(signal);
        self.lanes[id].repeats = interval != 0;
        self.lanes[id].rang = false;
        self.skip_with(id, spec, op, 0, Effect::None)
    }
}
