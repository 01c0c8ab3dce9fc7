//! Esperar señales: `sigsuspend`, `sigwait` y las que hay pendientes.

use super::lane::Sleep;
use super::op::Op;
use super::{LaneId, World};
use crate::arch::Regs;
use crate::calls::Spec;
use crate::error::Error;
use crate::event::Effect;

impl World<'_> {
    pub(super) fn do_sigsuspend(&mut self, id: LaneId, op: &Op) -> Result<(), Error> {
        let mask = self.tracee(id).read_u64(op.regs.args()[0])?;
        let ready = self.pending_signals(id) & !mask != 0;
        self.changed_something(id);
        if ready {
            let stop = self.tracee(id).finish_call()?;
            return self.settle(id, stop);
        }
        self.fall_asleep(id, Sleep::Signal, op.clone());
        Ok(())
    }

    /// Las señales pendientes de un proceso parado.
    pub(super) fn pending_signals(&self, id: LaneId) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.tracee(id).pid))
            .unwrap_or_default();
        status
            .lines()
            .filter_map(|line| {
                line.strip_prefix("SigPnd:")
                    .or_else(|| line.strip_prefix("ShdPnd:"))
            })
            .filter_map(|value| u64::from_str_radix(value.trim(), 16).ok())
            .fold(0, |sum, mask| sum | mask)
    }

    /// ¿Tiene pendiente alguna señal que atienda?
    pub(super) fn heard_something(&self, id: LaneId) -> bool {
        let pending = self.pending_signals(id);
        self.lanes[id].dispositions.catches_one_of(pending)
    }

    /// ¿Hay pendiente alguna de las señales que `sigwait` espera?
    pub(super) fn sigwait_is_ready(&self, id: LaneId, regs: &Regs) -> bool {
        let set = self.tracee(id).read_u64(regs.args()[0]).unwrap_or(0);
        self.pending_signals(id) & set != 0
    }

    pub(super) fn do_sigwait(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        if !self.sigwait_is_ready(id, &op.regs) {
            return self.skip_with(id, spec, op, i64::from(-libc::EAGAIN), Effect::None);
        }
        self.plain(id, spec, op)
    }
}
