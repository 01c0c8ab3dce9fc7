//! El fallo provocado: reconocer la llamada señalada y estropearla.

use super::footprint::{Mark, Object};
use super::op::Op;
use super::{LaneId, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::event::Effect;
use crate::fault::{Fault, FaultAction, canonical};

impl World<'_> {
    /// La próxima llamada de este tipo va a fallar sin llegar a hacerse: no
    /// espera a nadie.
    pub(super) fn about_to_fail(&self, spec: &Spec) -> bool {
        self.fault_on(spec).is_some_and(|fault| {
            self.faults_seen + 1 == fault.nth && matches!(fault.action, FaultAction::Errno(_))
        })
    }

    /// Lo que una llamada que se cuenta toca por contarse. Cuando el fallo ya
    /// ocurrió solo importa que fuera antes.
    pub(super) fn count_mark(&self, spec: &Spec, op: &Op) -> Option<Mark> {
        let fault = self.fault_on(spec)?;
        (!cannot_happen(spec, op, fault.action)).then_some(Mark {
            object: Object::FaultCount,
            write: self.faults_seen < fault.nth,
        })
    }

    pub(super) fn fault_on(&self, spec: &Spec) -> Option<&Fault> {
        let fault = self.setup.fault.as_ref()?;
        (canonical(spec.name) == fault.call).then_some(fault)
    }

    /// Si esta es la llamada a la que hay que provocar un fallo, lo hace.
    pub(super) fn provoked(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<Option<Result<(), Error>>, Error> {
        let waits = !cannot_happen(spec, op, FaultAction::Errno(libc::EINTR));
        self.calls_made.add(canonical(spec.name), waits);
        let Some(fault) = self.setup.fault.clone() else {
            return Ok(None);
        };
        if canonical(spec.name) != fault.call || cannot_happen(spec, op, fault.action) {
            return Ok(None);
        }
        self.faults_seen += 1;
        if self.faults_seen != fault.nth {
            return Ok(None);
        }
        self.changed_something(id);
        match fault.action {
            FaultAction::Errno(errno) => self.fail_call(id, spec, op, errno).map(Ok).map(Some),
            FaultAction::Short(bytes) => {
                let mut args = op.regs.args();
                let vectored = matches!(spec.name, "readv" | "writev");
                args[2] = if vectored {
                    1
                } else {
                    args[2].min(bytes as u64)
                };
                let mut regs = op.regs;
                regs.set_args(args);
                self.tracee(id).set_regs(&regs);
                let short = Op { regs, ..op.clone() };
                self.do_transfer(id, spec, &short).map(Ok).map(Some)
            }
        }
    }

    fn fail_call(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        errno: i32,
    ) -> Result<(), Error> {
        let result = i64::from(-errno);
        self.tracee(id).answer_call(&op.regs, result);
        let effect = Self::failed_effect(spec, op);
        self.note_call_as(id, spec, op, result, effect, true);
        self.run_to_next(id)
    }

    /// Lo que se cuenta de una llamada que no llegó a hacerse.
    fn failed_effect(spec: &Spec, op: &Op) -> Effect {
        use crate::calls::Kind;
        let args = op.regs.args();
        let number = crate::number::low_i32;
        match spec.kind {
            Kind::Map => Effect::Map {
                region: None,
                address: 0,
                length: args[1],
                protection: number(args[2]),
                flags: number(args[3]),
                backing: crate::event::Backing::Anonymous,
            },
            Kind::Unmap => Effect::Unmap {
                address: args[0],
                length: args[1],
                regions: Vec::new(),
            },
            Kind::Fork => Effect::Fork { child: None },
            Kind::Wait4 => Effect::Wait {
                target: i64::from(number(args[0])),
                reaped: None,
            },
            Kind::Write => Effect::Output {
                fd: number(args[0]),
                bytes: Vec::new(),
            },
            Kind::Read => Effect::Input {
                fd: number(args[0]),
                bytes: Vec::new(),
            },
            Kind::Close => Effect::Close {
                fd: number(args[0]),
            },
            _ => Effect::None,
        }
    }
}

/// Si ese fallo no le puede ocurrir a esa llamada: una señal interrumpe a quien
/// espera, y despertar a otros con `futex` no es esperar (futex(2)).
fn cannot_happen(spec: &Spec, op: &Op, action: FaultAction) -> bool {
    const WAITS: [i32; 5] = [
        libc::FUTEX_WAIT,
        libc::FUTEX_WAIT_BITSET,
        libc::FUTEX_LOCK_PI,
        libc::FUTEX_LOCK_PI2,
        libc::FUTEX_WAIT_REQUEUE_PI,
    ];
    let command = crate::number::low_i32(op.regs.args()[1]) & libc::FUTEX_CMD_MASK;
    action == FaultAction::Errno(libc::EINTR) && spec.name == "futex" && !WAITS.contains(&command)
}
