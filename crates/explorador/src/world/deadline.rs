//! Llamadas que esperan en el núcleo, pero con plazo. El tiempo es virtual: o pueden
//! hacerse ya, o vence.

use super::op::Op;
use super::{LaneId, World};
use crate::arch::Regs;
use crate::calls::Spec;
use crate::error::Error;
use crate::event::Effect;

/// Por debajo de la zona roja, que la pila aún no usa.
const PAST_BELOW_STACK: u64 = 256;

/// En qué argumento lleva su plazo una llamada que espera en el núcleo, si lo tiene.
pub(super) fn own_deadline(spec: &Spec, regs: &Regs) -> Option<usize> {
    let place = match spec.name {
        "semtimedop" | "mq_timedsend" | "mq_timedreceive" => {
            spec.args.iter().position(|&name| name == "timeout")?
        }
        _ => return None,
    };
    (regs.args()[place] != 0).then_some(place)
}

impl World<'_> {
    /// Una llamada con plazo: o puede hacerse ya, o vence. Que otro llegue antes de que
    /// venza lo prueba la búsqueda, haciéndola después.
    pub(super) fn try_at_once(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        place: usize,
    ) -> Result<(), Error> {
        // Un instante que ya pasó, en la pila, donde no hay nada.
        let past = op.regs.stack() - PAST_BELOW_STACK;
        self.tracee(id).write(past, &[0; 16])?;
        let mut args = op.regs.args();
        args[place] = past;
        let mut aimed = op.clone();
        aimed.regs.set_args(args);
        self.tracee(id).set_regs(&aimed.regs);
        let Some(result) = self.native(id, &aimed)? else {
            return Ok(());
        };
        self.restore_args(id, op)?;
        self.changed_unless_failed(id, result);
        self.lanes[id].spin.stepped_aside();
        self.note_call(id, spec, op, result, Effect::None);
        self.run_to_next(id)
    }
}
