//! Esperar a los hijos: `wait4` y `waitid`, con los PID que conoce el programa.

use super::footprint::{Footprint, Object, changes, looks};
use super::job::Job;
use super::op::Op;
use super::{LaneId, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::event::Effect;
use crate::number::low_i32;
use crate::sys;

/// Lo que una espera puede contar de un hijo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Ended,
    Job(Job),
}

impl World<'_> {
    /// Los hijos a los que esta espera se refiere, por orden de creación.
    fn wait_targets(&self, id: LaneId, spec: &Spec, op_args: [u64; 6]) -> Vec<LaneId> {
        let number = low_i32;
        let lane = &self.lanes[id];
        let (any, exact, group) = if spec.name == "waitid" {
            match number(op_args[0]).unsigned_abs() {
                libc::P_ALL => (true, 0, 0),
                libc::P_PID => (false, number(op_args[1]), 0),
                _ => (false, 0, number(op_args[1])),
            }
        } else {
            match number(op_args[0]) {
                -1 => (true, 0, 0),
                0 => (false, 0, lane.group),
                pid if pid > 0 => (false, pid, 0),
                group => (false, 0, -group),
            }
        };
        lane.children
            .iter()
            .copied()
            .filter(|&child| {
                let child = &self.lanes[child];
                let wanted = any
                    || (exact != 0 && child.vpid == exact)
                    || (group != 0 && child.group == group);
                wanted && (child.is_alive() || !child.collected)
            })
            .collect()
    }

    /// A los de un grupo, sean quienes sean.
    fn waits_for_group(spec: &Spec, args: [u64; 6]) -> bool {
        let who = low_i32(args[0]);
        if spec.name == "waitid" {
            who.unsigned_abs() == libc::P_PGID
        } else {
            who == 0 || who < -1
        }
    }

    fn wait_options(spec: &Spec, args: [u64; 6]) -> i32 {
        let options = if spec.name == "waitid" {
            args[3]
        } else {
            args[2]
        };
        i32::try_from(options & 0xffff_ffff).unwrap_or(0)
    }

    /// Espera a que terminen: `wait4` siempre, `waitid` si se le dice.
    fn wants_ends(spec: &Spec, options: i32) -> bool {
        spec.name == "wait4" || options & libc::WEXITED != 0
    }

    /// Lo que esta espera podría contar ya de un hijo.
    fn news(&self, child: LaneId, spec: &Spec, options: i32) -> Option<News> {
        let lane = &self.lanes[child];
        if lane.is_zombie() {
            return Self::wants_ends(spec, options).then_some(News::Ended);
        }
        lane.job
            .filter(|job| match job {
                Job::Stopped(_) => options & libc::WUNTRACED != 0,
                Job::Continued => options & libc::WCONTINUED != 0,
            })
            .map(News::Job)
    }

    /// ¿Puede terminar ya esta espera?
    pub(super) fn wait_is_ready(&self, id: LaneId, spec: &Spec, op: &Op) -> bool {
        let args = op.regs.args();
        let options = Self::wait_options(spec, args);
        let targets = self.wait_targets(id, spec, args);
        targets.is_empty()
            || options & libc::WNOHANG != 0
            || targets
                .iter()
                .any(|&child| self.news(child, spec, options).is_some())
    }

    /// ¿Espera a uno entre varios que pueden terminar en cualquier orden?
    pub(super) fn waits_for_several(&self, id: LaneId, spec: &Spec, op: &Op) -> bool {
        let args = op.regs.args();
        let options = Self::wait_options(spec, args);
        let targets = self.wait_targets(id, spec, args);
        // Los que el núcleo miraría antes que el que va a recoger están en lo que mira:
        // solo de los de después no se sabe.
        let first = |&child: &LaneId| self.news(child, spec, options).is_some();
        let passed = targets.iter().position(first).unwrap_or(0);
        // De un solo hijo también puede llegar antes que se pare o que termine.
        options & (libc::WUNTRACED | libc::WCONTINUED) != 0 || targets.len() - passed > 1
    }

    /// A qué hijo espera, si es a uno concreto.
    pub(super) fn wait_target(&self, id: LaneId, spec: &Spec, op: &Op) -> Option<LaneId> {
        match self.wait_targets(id, spec, op.regs.args()).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// El único hijo con el que esta espera puede terminar.
    pub(super) fn sole_child_awaited(&self, id: LaneId, spec: &Spec, op: &Op) -> Option<LaneId> {
        let options = Self::wait_options(spec, op.regs.args());
        let others = libc::WNOHANG | libc::WUNTRACED | libc::WCONTINUED;
        let patient = options & others == 0 && Self::wants_ends(spec, options);
        self.wait_target(id, spec, op).filter(|_| patient)
    }

    /// Una espera depende de que terminen sus hijos; pero si ya va a recoger a
    /// uno, solo de los que el núcleo recogería antes.
    pub(super) fn mark_wait(
        &self,
        id: LaneId,
        spec: &Spec,
        regs: &crate::arch::Regs,
        marks: &mut Footprint,
    ) {
        let options = Self::wait_options(spec, regs.args());
        if Self::waits_for_group(spec, regs.args()) {
            marks.push(looks(Object::Groups));
        }
        for child in self.wait_targets(id, spec, regs.args()) {
            marks.push(looks(Object::End(child)));
            if options & (libc::WUNTRACED | libc::WCONTINUED) != 0 {
                marks.push(looks(Object::Job(child)));
            }
            if self.news(child, spec, options).is_some() {
                marks.push(changes(Object::Collected(child)));
                break;
            }
        }
    }

    pub(super) fn do_wait(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        let args = op.regs.args();
        if spec.name == "waitid" && low_i32(args[0]).unsigned_abs() == libc::P_PIDFD {
            return Err(super::actions::unmodelled(spec));
        }
        let options = Self::wait_options(spec, args);
        let news = self
            .wait_targets(id, spec, args)
            .into_iter()
            .find_map(|child| Some((child, self.news(child, spec, options)?)));
        if let Some((child, News::Job(job))) = news {
            return self.tell_job(id, spec, op, child, job);
        }
        let zombie = news.map(|(child, _)| child);
        let aimed = self.aim_wait(id, spec, op, zombie);
        let Some(result) = self.native(id, &aimed)? else {
            return Ok(());
        };
        let peeked = spec.name == "waitid" && options & libc::WNOWAIT != 0;
        let reaped = zombie.filter(|_| result >= 0);
        if let Some(child) = reaped {
            self.changed_something(id);
            self.lanes[child].collected = !peeked;
            let told = self.tell_child_pid(id, spec, args, child)?;
            self.leave_with(id, op, told.unwrap_or(result))?;
        } else {
            // Con WNOHANG, o si ya no hay a quién esperar, nada ha cambiado: quien lo
            // repita sin parar está girando.
            self.leave_with(id, op, result)?;
            self.only_looked(id);
        }
        let target = if spec.name == "waitid" {
            args[1]
        } else {
            args[0]
        };
        let target = i64::from(low_i32(target));
        let reaped = reaped.and_then(|child| Some((child, self.lanes[child].end?)));
        let shown = match (reaped, spec.name) {
            (Some((child, _)), "wait4") => i64::from(self.lanes[child].vpid),
            _ => result,
        };
        self.note_call(id, spec, op, shown, Effect::Wait { target, reaped });
        self.run_to_next(id)
    }

    /// Cuenta que un hijo se paró o siguió. Lo sabe el explorador, y no el núcleo.
    fn tell_job(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        child: LaneId,
        job: Job,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let args = op.regs.args();
        let vpid = self.lanes[child].vpid;
        if Self::wait_options(spec, args) & libc::WNOWAIT == 0 || spec.name == "wait4" {
            self.lanes[child].job = None;
        }
        let entry = Some(&op.regs);
        let (place, usage, result) = if spec.name == "wait4" {
            (args[1], args[3], i64::from(vpid))
        } else {
            (args[2], args[4], 0)
        };
        if place != 0 && spec.name == "wait4" {
            self.write_for_kernel(id, entry, place, &job.status().to_ne_bytes())?;
        } else if place != 0 {
            let (code, status) = job.told();
            let uid = sys::user().cast_signed();
            // `siginfo_t`: señal, errno, código y, tras un hueco, PID, UID y estado.
            let fields = [libc::SIGCHLD, 0, code, 0, vpid, uid, status];
            self.write_for_kernel(id, entry, place, &fields.map(i32::to_ne_bytes).concat())?;
        }
        if usage != 0 {
            self.write_for_kernel(id, entry, usage, &[0; size_of::<libc::rusage>()])?;
        }
        let stopped = match job {
            Job::Stopped(signal) => Some(signal),
            Job::Continued => None,
        };
        self.skip_with(id, spec, op, result, Effect::WaitJob { child, stopped })
    }

    /// Dirige la espera al proceso de verdad: al que va a recoger; si no hay
    /// ninguno, a un hijo vivo de los suyos, o a un número que no es de nadie.
    fn aim_wait(&self, id: LaneId, spec: &Spec, op: &Op, zombie: Option<LaneId>) -> Op {
        let mut args = op.regs.args();
        let target = zombie.or_else(|| self.wait_targets(id, spec, args).first().copied());
        let real = target.map_or(i32::MAX, |child| self.lanes[child].tracee.inner_pid());
        let real = u64::from(real.unsigned_abs());
        if spec.name == "waitid" {
            args[0] = u64::from(libc::P_PID);
            args[1] = real;
        } else {
            args[0] = real;
        }
        let mut regs = op.regs;
        regs.set_args(args);
        self.tracee(id).set_regs(&regs);
        Op { regs, ..op.clone() }
    }

    /// Sustituye el PID de verdad por el que conoce el programa: lo que tiene que
    /// devolver la llamada, si es eso lo que lo dice.
    fn tell_child_pid(
        &self,
        id: LaneId,
        spec: &Spec,
        args: [u64; 6],
        child: LaneId,
    ) -> Result<Option<i64>, Error> {
        let vpid = self.lanes[child].vpid;
        if spec.name == "wait4" {
            return Ok(Some(i64::from(vpid)));
        }
        if args[2] != 0 {
            // `si_pid` está en el byte 16 de `siginfo_t`.
            self.write_for_kernel(id, None, args[2] + 16, &vpid.to_ne_bytes())?;
        }
        Ok(None)
    }
}
