//! Dejar la memoria compartida al núcleo, que va a leer o escribir en ella por cuenta
//! del proceso: cerrada, la llamada fallaría.

use super::memory::{close, open};
use super::op::{Op, What};
use super::space::Mapping;
use super::{LaneId, World};
use crate::error::Error;
use crate::sys::{Resume, Stop};

impl World<'_> {
    /// Hace la llamada con la memoria compartida abierta: el núcleo va a leer
    /// o escribir en ella por cuenta del proceso.
    pub(super) fn call_with_memory_open(&mut self, id: LaneId, op: &Op) -> Result<Stop, Error> {
        if let Some(stop) = self.call_through_mirror(id, op)? {
            return Ok(stop);
        }
        let space = self.space(id).clone();
        let alone = self.unwatched(id);
        let tracee = self.tracee(id);
        if let Some(key) = space.key {
            tracee.turn_key(key, true)?;
            let stop = tracee.finish_call()?;
            if stop == Stop::CallExit && !alone {
                tracee.turn_key(key, false)?;
            }
            return Ok(stop);
        }
        let guarded: Vec<&Mapping> = space
            .mappings
            .iter()
            .filter(|mapping| mapping.guarded)
            .collect();
        let stop = tracee.rewind_call(&op.regs)?;
        if stop != Stop::CallExit {
            return Ok(stop);
        }
        self.undisturbed(id, || {
            guarded
                .iter()
                .try_for_each(|mapping| open(tracee, &space, mapping))
        })?;
        let mut stop = tracee.run(Resume::Free, 0)?;
        while let Stop::Signal(signal) = stop {
            stop = tracee.run(Resume::Free, signal)?;
        }
        if stop != Stop::CallEntry {
            return Ok(stop);
        }
        let stop = tracee.finish_call()?;
        if stop == Stop::CallExit {
            self.undisturbed(id, || {
                guarded
                    .iter()
                    .try_for_each(|mapping| close(tracee, &space, mapping))
            })?;
        }
        Ok(stop)
    }

    /// Hace la llamada por el espejo: ahí el núcleo encuentra los mismos bytes sin que haya
    /// que abrir nada. `None`: no es de las que llevan un solo tampón, o no lo tiene.
    fn call_through_mirror(&self, id: LaneId, op: &Op) -> Result<Option<Stop>, Error> {
        let What::Call(spec) = &op.what else {
            return Ok(None);
        };
        let mut args = op.regs.args();
        let at = self.space(id).mirrored(args[1], args[2]);
        let plain = matches!(spec.name, "read" | "write" | "pread64" | "pwrite64");
        let Some(at) = at.filter(|_| plain) else {
            return Ok(None);
        };
        args[1] = at;
        let mut aimed = op.regs;
        aimed.set_args(args);
        self.tracee(id).set_regs(&aimed);
        let stop = self.tracee(id).finish_call()?;
        if stop == Stop::CallExit {
            self.restore_args(id, op)?;
        }
        Ok(Some(stop))
    }
}
