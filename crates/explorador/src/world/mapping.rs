//! Las proyecciones compartidas que el programa crea, mueve, protege y suelta.

use super::op::Op;
use super::space::{Mapping, pages};
use super::{LaneId, Region, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::event::{Backing, Effect, RegionId};
use crate::number::{bits, low_i32};

/// Bits de `prot` que cuentan.
fn protection_of(value: u64) -> i32 {
    i32::try_from(value & 7).unwrap_or(0)
}

impl World<'_> {
    pub(super) fn do_map(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<(), Error> {
        self.changed_something(id);
        let args = op.regs.args();
        let [address, length, protection, flags, fd, offset] = args;
        let flags = i32::try_from(flags).unwrap_or(0);
        if self.can_be_born_closed(id, args) {
            return self.map_born_closed(id, spec, op);
        }
        if flags & libc::MAP_TYPE == libc::MAP_PRIVATE {
            return self.map_private_over(id, spec, op);
        }
        let (backing, identity) = self.backing(id, flags, low_i32(fd));
        if address == 0 {
            let mut regs = op.regs;
            let mut placed = args;
            placed[0] = self.space_mut(id).hint(length);
            regs.set_args(placed);
            self.tracee(id).set_regs(&regs);
        }
        let Some(result) = self.native(id, op)? else {
            return Ok(());
        };
        self.restore_args(id, op)?;
        let region = (result >= 0).then(|| {
            let region = self.region(identity, flags & libc::MAP_HUGETLB != 0);
            let space = self.space_mut(id);
            space.remove(result.cast_unsigned(), length);
            space.add(Mapping {
                start: result.cast_unsigned(),
                length: pages(length),
                region,
                offset: if identity.is_some() { offset } else { 0 },
                protection: protection_of(protection),
                guarded: false,
                mirror: None,
            });
            region
        });
        self.note_map(id, spec, op, result, (region, backing));
        self.guard_if_shared(id)?;
        self.run_to_next(id)
    }

    /// Anota una `mmap` compartida: qué región es, si salió bien, y qué hay detrás.
    pub(super) fn note_map(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
        (region, backing): (Option<usize>, Backing),
    ) {
        let [_, length, protection, flags, ..] = op.regs.args();
        let effect = Effect::Map {
            region: region.map(RegionId),
            address: u64::try_from(result).unwrap_or(0),
            length,
            protection: protection_of(protection),
            flags: i32::try_from(flags).unwrap_or(0),
            backing,
        };
        self.note_call(id, spec, op, result, effect);
    }

    /// Una proyección privada en dirección fija puede pisar una compartida.
    fn map_private_over(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<(), Error> {
        let [_, length, ..] = op.regs.args();
        if let Some(result) = self.native(id, op)? {
            if result >= 0 {
                self.space_mut(id).remove(result.cast_unsigned(), length);
            }
            self.note_call(id, spec, op, result, Effect::None);
            self.run_to_next(id)?;
        }
        Ok(())
    }

    /// El programa no debe ver que se le cambió un argumento.
    pub(super) fn restore_args(&self, id: LaneId, op: &Op) -> Result<(), Error> {
        let mut regs = self.tracee(id).regs()?;
        regs.set_args(op.regs.args());
        self.tracee(id).set_regs(&regs);
        Ok(())
    }

    /// Lo mismo, y además la llamada de la que está saliendo devuelve `result`.
    pub(super) fn leave_with(&self, id: LaneId, op: &Op, result: i64) -> Result<(), Error> {
        let mut regs = self.tracee(id).regs()?;
        regs.set_args(op.regs.args());
        regs.set_result(result);
        self.tracee(id).set_regs(&regs);
        Ok(())
    }

    /// La región de un objeto; las anónimas son cada una la suya.
    pub(super) fn region(&mut self, identity: Option<(u64, u64)>, huge: bool) -> usize {
        let known = identity.and_then(|_| {
            self.regions
                .iter()
                .position(|region| region.identity == identity)
        });
        known.unwrap_or_else(|| {
            self.regions.push(Region { identity, huge });
            self.regions.len() - 1
        })
    }

    fn backing(&self, id: LaneId, flags: i32, fd: i32) -> (Backing, Option<(u64, u64)>) {
        if flags & libc::MAP_ANONYMOUS != 0 {
            return (Backing::Anonymous, None);
        }
        let path = format!("/proc/{}/fd/{fd}", self.tracee(id).pid);
        let name = std::fs::read_link(path).unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        if name == "/dev/zero" {
            return (Backing::Anonymous, None);
        }
        let identity = self.lanes[id].identity(fd).ok();
        (
            Backing::File(name),
            identity.map(|(dev, ino, _)| (dev, ino)),
        )
    }

    pub(super) fn do_unmap(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let [address, length, ..] = op.regs.args();
        let result = if self.surely_unmaps(id, address, length) {
            0
        } else {
            match self.native(id, op)? {
                Some(result) => result,
                None => return Ok(()),
            }
        };
        self.unmapped(id, spec, op, (address, length), result)
    }

    /// Apunta lo que ha dejado de estar proyectado, si la llamada salió bien, y sigue.
    fn unmapped(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        (address, length): (u64, u64),
        result: i64,
    ) -> Result<(), Error> {
        let regions = if result == 0 {
            self.space_mut(id).remove(address, length)
        } else {
            Vec::new()
        };
        let effect = Effect::Unmap {
            address,
            length,
            regions: regions.into_iter().map(RegionId).collect(),
        };
        self.note_call(id, spec, op, result, effect);
        self.run_to_next(id)
    }

    /// Soltar entera una proyección corriente no puede fallar: no hace falta pararse a
    /// la salida para saber lo que devuelve.
    fn surely_unmaps(&self, id: LaneId, address: u64, length: u64) -> bool {
        let mapping = self.space(id).find(address);
        mapping.is_some_and(|mapping| {
            let region = &self.regions[mapping.region];
            let whole = mapping.start == address && mapping.length == pages(length);
            whole && region.identity.is_none() && !region.huge
        })
    }

    pub(super) fn do_remap(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let [address, old_length, new_length, ..] = op.regs.args();
        let before = self.space(id).find(address).cloned();
        let Some(result) = self.native(id, op)? else {
            return Ok(());
        };
        let Some(before) = before else {
            self.note_call(id, spec, op, result, Effect::None);
            return self.run_to_next(id);
        };
        if result >= 0 {
            let start = result.cast_unsigned();
            let space = self.space_mut(id);
            // Con tamaño viejo 0 se duplica: la original se queda.
            if old_length > 0 {
                space.remove(address, old_length);
            }
            space.add(Mapping {
                start,
                length: pages(new_length),
                offset: before.offset + (address - before.start),
                // El suyo está donde estaba, y puede medir otra cosa.
                mirror: None,
                ..before.clone()
            });
        }
        let effect = Effect::Map {
            region: (result >= 0).then_some(RegionId(before.region)),
            address: u64::try_from(result).unwrap_or(0),
            length: new_length,
            protection: before.protection,
            flags: libc::MAP_SHARED,
            backing: Backing::Anonymous,
        };
        self.note_call(id, spec, op, result, effect);
        self.run_to_next(id)
    }

    pub(super) fn do_protect(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let [address, length, protection, ..] = op.regs.args();
        let protection = protection_of(protection);
        let effect = Effect::Protect {
            address,
            length,
            protection,
        };
        let stripped = self.space(id).key.is_none()
            && self
                .space(id)
                .overlapping(address, length)
                .any(|mapping| mapping.guarded);
        self.space_mut(id).protect(address, length, protection);
        if stripped {
            // Los permisos de verdad los tiene quitados el explorador: se anota
            // lo que el programa quiere y se le da al abrirla.
            return self.skip_with(id, spec, op, 0, effect);
        }
        if let Some(result) = self.native(id, op)? {
            self.note_call(id, spec, op, result, effect);
            self.run_to_next(id)?;
        }
        Ok(())
    }

    pub(super) fn do_attach(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let [segment, address, flags, ..] = op.regs.args();
        let length = system_v_size(segment).unwrap_or(0);
        if address == 0 {
            let mut regs = op.regs;
            let mut placed = op.regs.args();
            placed[1] = self.space_mut(id).hint(length);
            regs.set_args(placed);
            self.tracee(id).set_regs(&regs);
        }
        let Some(result) = self.native(id, op)? else {
            return Ok(());
        };
        self.restore_args(id, op)?;
        let read_only = flags & bits(libc::SHM_RDONLY) != 0;
        let protection = if read_only {
            libc::PROT_READ
        } else {
            libc::PROT_READ | libc::PROT_WRITE
        };
        let region = (result >= 0).then(|| {
            // Un segmento no tiene inodo: se le reconoce por su número, con un
            // dispositivo que ningún archivo tiene.
            let region = self.region(Some((u64::MAX, segment)), false);
            self.space_mut(id).add(Mapping {
                start: result.cast_unsigned(),
                length: pages(length),
                region,
                offset: 0,
                protection,
                guarded: false,
                mirror: None,
            });
            RegionId(region)
        });
        let effect = Effect::Map {
            region,
            address: u64::try_from(result).unwrap_or(0),
            length,
            protection,
            flags: libc::MAP_SHARED,
            backing: Backing::SystemV,
        };
        self.note_call(id, spec, op, result, effect);
        self.guard_if_shared(id)?;
        self.run_to_next(id)
    }

    pub(super) fn do_detach(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        self.changed_something(id);
        let [address, ..] = op.regs.args();
        let length = self
            .space(id)
            .find(address)
            .map_or(0, |mapping| mapping.length);
        let Some(result) = self.native(id, op)? else {
            return Ok(());
        };
        self.unmapped(id, spec, op, (address, length), result)
    }
}

/// El tamaño de un segmento de System V.
fn system_v_size(segment: u64) -> Option<u64> {
    let segment = i32::try_from(segment).ok()?;
    // SEGURIDAD: `status` vive durante la llamada y tiene el tipo que pide IPC_STAT.
    unsafe {
        let mut status: libc::shmid_ds = std::mem::zeroed();
        (libc::shmctl(segment, libc::IPC_STAT, &raw mut status) == 0)
            .then_some(status.shm_segsz as u64)
    }
}
