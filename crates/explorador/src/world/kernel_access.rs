//! Lo que el núcleo lee y escribe en la memoria compartida por cuenta de un proceso:
//! para eso hay que abrírsela, porque el núcleo también respeta los permisos.

use nix::errno::Errno;

use super::memory::{close, open};
use super::op::{Op, What};
use super::space::{Mapping, Space};
use super::{LaneId, World};
use crate::arch::Regs;
use crate::error::Error;
use crate::sys::{Resume, Stop, Sys};
use crate::tracee::Tracee;

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
        let guarded = closed(&space);
        let stop = tracee.rewind_call(&op.regs)?;
        if stop != Stop::CallExit {
            return Ok(stop);
        }
        self.undisturbed(id, || {
            guarded
                .iter()
                .try_for_each(|mapping| open(tracee, &space, mapping))
        })?;
        let stop = reenter(tracee)?;
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

    /// Escribe en la memoria de un proceso parado lo que el núcleo le escribiría,
    /// aunque la tenga cerrada. `entry`: sus registros, si está a la entrada de una
    /// llamada, en la que se queda.
    ///
    /// # Errores
    /// `EFAULT` si el programa no puede escribir ahí, o si el proceso está dentro del
    /// núcleo y hay que abrirle la memoria.
    pub(super) fn write_for_kernel(
        &self,
        id: LaneId,
        entry: Option<&Regs>,
        address: u64,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let tracee = self.tracee(id);
        let at = self.seen_at(id, address, bytes.len());
        if tracee.write(at, bytes).is_ok() {
            return Ok(());
        }
        let space = self.space(id);
        let guarded = closed(space);
        // Con llaves, quien escribe desde fuera no encuentra nunca cerrado.
        if space.key.is_some() || guarded.is_empty() {
            return Err(Errno::EFAULT.into());
        }
        if let Some(entry) = entry
            && tracee.rewind_call(entry)? != Stop::CallExit
        {
            return Err(Errno::EFAULT.into());
        }
        self.undisturbed(id, || {
            for mapping in &guarded {
                open(tracee, space, mapping)?;
            }
            let written = tracee.write(address, bytes);
            for mapping in &guarded {
                close(tracee, space, mapping)?;
            }
            written
        })?;
        if entry.is_some() && reenter(tracee)? != Stop::CallEntry {
            return Err(Errno::EFAULT.into());
        }
        Ok(())
    }
}

/// Las proyecciones que el proceso tiene cerradas.
fn closed(space: &Space) -> Vec<&Mapping> {
    let closed = |mapping: &&Mapping| mapping.guarded;
    space.mappings.iter().filter(closed).collect()
}

/// Vuelve a la entrada de la llamada de la que se sacó al proceso.
fn reenter(tracee: &Tracee) -> Sys<Stop> {
    let mut stop = tracee.run(Resume::Free, 0)?;
    while let Stop::Signal(signal) = stop {
        stop = tracee.run(Resume::Free, signal)?;
    }
    Ok(stop)
}
