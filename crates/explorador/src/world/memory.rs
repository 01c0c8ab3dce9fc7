//! Accesos a memoria compartida: abrirla para una instrucción o una llamada, y
//! volver a cerrarla.

use super::op::{Access, Op, What};
use super::space::{Mapping, Space};
use super::{LaneId, World};
use crate::arch::{Touch, imitate};
use crate::error::Error;
use crate::event::{self, EventKind, RegionId};
use crate::sys::{Resume, Stop, Sys};
use crate::tracee::Tracee;

/// Cómo acabó una instrucción con la memoria abierta.
pub(super) enum Stepped {
    Done {
        before: Vec<u8>,
        after: Vec<u8>,
    },
    /// No se completó: hay que atender esta parada.
    Interrupted(Stop),
}

fn set_protection(tracee: &Tracee, site: u64, mapping: &Mapping, protection: i32) -> Sys<()> {
    let protection = u64::from(protection.unsigned_abs());
    let args = [mapping.start, mapping.length, protection, 0, 0];
    tracee.inject(site, libc::SYS_mprotect, args).map(drop)
}

/// Abre una proyección (con llave, todas las del proceso).
pub(super) fn open(tracee: &Tracee, space: &Space, mapping: &Mapping) -> Sys<()> {
    match space.key {
        Some(key) => tracee.turn_key(key, true),
        None => set_protection(tracee, space.site, mapping, mapping.protection),
    }
}

/// Cierra una proyección (con llave, todas las del proceso).
pub(super) fn close(tracee: &Tracee, space: &Space, mapping: &Mapping) -> Sys<()> {
    match space.key {
        Some(key) => tracee.turn_key(key, false),
        None => set_protection(tracee, space.site, mapping, libc::PROT_NONE),
    }
}

impl World<'_> {
    /// Hace `work` sin que al proceso le llegue ninguna señal entre medias.
    pub(super) fn undisturbed<T>(&self, id: LaneId, work: impl FnOnce() -> Sys<T>) -> Sys<T> {
        if self.lanes[id].was_signalled {
            self.tracee(id).undisturbed(work)
        } else {
            work()
        }
    }

    pub(super) fn perform_access(
        &mut self,
        id: LaneId,
        op: &Op,
        access: &Access,
    ) -> Result<(), Error> {
        if access.touch == Touch::ReadThenWrite && access.already_read.is_none() {
            let bytes = self.peek(id, access);
            self.note_access(id, access, event::Access::Read, &bytes, &bytes);
            self.only_looked(id);
            self.lanes[id].pending = Some(Self::second_half(op, access, bytes));
            return Ok(());
        }
        let keep_open = self.unwatched(id);
        let imitated = if keep_open {
            None
        } else {
            self.imitate_access(id, op, access)
        };
        let stepped = match imitated {
            Some(done) => done,
            None => self.step_for_real(id, access, keep_open)?,
        };
        match stepped {
            Stepped::Interrupted(stop) => self.settle(id, stop),
            Stepped::Done { before, after } => {
                let kind = match access.touch {
                    Touch::Read => event::Access::Read,
                    Touch::Write | Touch::ReadThenWrite => event::Access::Write,
                    Touch::Atomic => event::Access::Update,
                };
                if before == after {
                    self.left_as_it_was(access);
                    self.only_looked(id);
                } else {
                    self.changed_something(id);
                }
                self.note_access(id, access, kind, &before, &after);
                if keep_open {
                    self.forget_guards(id);
                    return self.run_to_next(id);
                }
                self.go_on(id)
            }
        }
    }

    /// Hace el acceso sin abrir la memoria ni ejecutar la instrucción, si es de las
    /// que se saben imitar y el programa tiene permiso.
    fn imitate_access(&self, id: LaneId, op: &Op, access: &Access) -> Option<Stepped> {
        let needed = if access.touch == Touch::Read {
            libc::PROT_READ | libc::PROT_WRITE
        } else {
            libc::PROT_WRITE
        };
        let allowed = self
            .space(id)
            .find(access.address)
            .is_some_and(|mapping| mapping.protection & needed != 0);
        if !allowed {
            return None;
        }
        let tracee = self.tracee(id);
        // En la segunda mitad, lo que leyó la primera, aunque otro lo haya cambiado.
        let second_half = access.already_read.is_some();
        let before = match &access.already_read {
            Some(read) => read.clone(),
            None => self.peek(id, access),
        };
        let done = imitate(&access.code, &op.regs, access.address, &before, second_half)?;
        if let Some(bytes) = &done.written
            && tracee
                .write(self.seen_at(id, access.address, bytes.len()), bytes)
                .is_err()
        {
            return None;
        }
        tracee.set_regs(&done.regs);
        let after = done.written.unwrap_or_else(|| before.clone());
        Some(Stepped::Done { before, after })
    }

    /// Hace el acceso dejando al proceso dar la instrucción: por el espejo si se puede,
    /// y si no, abriendo la memoria.
    fn step_for_real(
        &mut self,
        id: LaneId,
        access: &Access,
        keep_open: bool,
    ) -> Result<Stepped, Error> {
        if !keep_open && let Some(stepped) = self.step_through_mirror(id, access)? {
            return Ok(stepped);
        }
        self.step_with_memory_open(id, access, keep_open)
    }

    /// Los bytes de un acceso. Detrás puede no haber página: entonces ninguno.
    pub(super) fn peek(&self, id: LaneId, access: &Access) -> Vec<u8> {
        let size = usize::try_from(access.size).unwrap_or(0);
        self.tracee(id)
            .read(self.seen_at(id, access.address, size), size)
            .unwrap_or_default()
    }

    /// El acceso dejó la memoria como estaba (un `cmpxchg` que no vio lo que esperaba, o
    /// escribir lo que ya había): es como haberla mirado. Con quien la cambie sigue
    /// chocando; con quien solo la mire, el orden no importa.
    fn left_as_it_was(&mut self, access: &Access) {
        // En la segunda mitad de una instrucción, lo de antes es lo que leyó la primera,
        // y no lo que había.
        if access.already_read.is_some() {
            return;
        }
        let touched = access.mark().object;
        for mark in &mut self.current {
            // Una de cadenas toca además otro sitio.
            if mark.object == touched {
                mark.write = false;
            }
        }
    }

    fn note_access(
        &mut self,
        id: LaneId,
        access: &Access,
        kind: event::Access,
        before: &[u8],
        after: &[u8],
    ) {
        let kind = EventKind::Memory {
            region: RegionId(access.region),
            offset: access.offset,
            access: kind,
            before: before.to_vec(),
            after: after.to_vec(),
        };
        self.push(id, kind, false);
    }

    fn step_with_memory_open(
        &mut self,
        id: LaneId,
        access: &Access,
        keep_open: bool,
    ) -> Result<Stepped, Error> {
        let space = self.space(id).clone();
        let tracee = self.tracee(id);
        let size = usize::try_from(access.size).unwrap_or(0);
        let stepped = self.undisturbed(id, || {
            let mut opened: Vec<&Mapping> = Vec::new();
            if keep_open {
                opened.extend(space.mappings.iter().filter(|mapping| mapping.guarded));
            } else {
                opened.extend(space.find(access.address));
            }
            for mapping in &opened {
                open(tracee, &space, mapping)?;
            }
            if let Some(read) = &access.already_read {
                // Lo que la instrucción leyó en su primera mitad, aunque otro
                // lo haya cambiado entre medias: eso es lo que hace una máquina.
                restore_read(tracee, access, read)?;
            }
            // Detrás puede no haber página (un archivo más corto): entonces no hay
            // nada que leer, y la instrucción caerá.
            let before = tracee.read(access.address, size).unwrap_or_default();
            let mut stop = tracee.run(Resume::OneInstruction, 0)?;
            // La misma instrucción puede tocar otra región.
            while let Stop::Signal(libc::SIGSEGV) = stop {
                let address = fault_address(tracee)?;
                let Some(other) = space.find(address) else {
                    break;
                };
                if !other.guarded || opened.iter().any(|known| known.start == other.start) {
                    break;
                }
                open(tracee, &space, other)?;
                opened.push(other);
                stop = tracee.run(Resume::OneInstruction, 0)?;
            }
            if matches!(stop, Stop::Exited(_) | Stop::Killed(_)) {
                return Ok(Stepped::Interrupted(stop));
            }
            if stop != Stop::Signal(libc::SIGTRAP) {
                return Ok(Stepped::Interrupted(stop));
            }
            let after = tracee.read(access.address, size)?;
            if !keep_open {
                for mapping in &opened {
                    close(tracee, &space, mapping)?;
                }
            }
            Ok(Stepped::Done { before, after })
        })?;
        if matches!(stepped, Stepped::Interrupted(Stop::Signal(_))) {
            match self.space(id).key {
                Some(key) => self.tracee(id).turn_key(key, false)?,
                // Se queda abierta para que la caída sea la de verdad.
                None => self.forget_guard_of(id, access.region),
            }
        }
        Ok(stepped)
    }

    /// Todas las proyecciones del proceso quedan abiertas.
    fn forget_guards(&mut self, id: LaneId) {
        if self.space(id).key.is_some() {
            return;
        }
        for mapping in &mut self.space_mut(id).mappings {
            mapping.guarded = false;
        }
    }

    fn forget_guard_of(&mut self, id: LaneId, region: usize) {
        for mapping in &mut self.space_mut(id).mappings {
            if mapping.region == region {
                mapping.guarded = false;
            }
        }
    }

    /// Cierra la memoria compartida del proceso, parado fuera de una llamada,
    /// salvo si nadie más puede tocarla.
    pub(super) fn guard_if_shared(&mut self, id: LaneId) -> Result<(), Error> {
        if self.space(id).mappings.is_empty() {
            return Ok(());
        }
        // A un manejador de señal el núcleo le cierra todas las llaves: quien
        // los tiene no se queda nunca con la memoria abierta.
        let alone = self.unwatched(id) && !self.lanes[id].dispositions.catches_any();
        match self.space(id).key {
            Some(key) => {
                self.lock_new(id, key)?;
                Ok(self.tracee(id).turn_key(key, alone)?)
            }
            None if alone => Ok(()),
            None => self.guard_all(id),
        }
    }

    /// Pone la llave a las proyecciones que aún no la tienen.
    fn lock_new(&mut self, id: LaneId, key: u32) -> Result<(), Error> {
        let space = self.space(id).clone();
        let tracee = self.tracee(id);
        if space.mappings.iter().any(|mapping| !mapping.guarded) {
            self.undisturbed(id, || {
                for mapping in space.mappings.iter().filter(|mapping| !mapping.guarded) {
                    let protection = u64::from(mapping.protection.unsigned_abs());
                    let args = [mapping.start, mapping.length, protection, u64::from(key), 0];
                    tracee.inject(space.site, libc::SYS_pkey_mprotect, args)?;
                }
                Ok(())
            })?;
        }
        for mapping in &mut self.space_mut(id).mappings {
            mapping.guarded = true;
        }
        Ok(())
    }

    /// Quita los permisos a toda la memoria compartida del proceso.
    fn guard_all(&mut self, id: LaneId) -> Result<(), Error> {
        if self
            .space(id)
            .mappings
            .iter()
            .all(|mapping| mapping.guarded)
        {
            return Ok(());
        }
        self.reflect_open(id)?;
        let space = self.space(id).clone();
        let tracee = self.tracee(id);
        self.undisturbed(id, || {
            for mapping in space.mappings.iter().filter(|mapping| !mapping.guarded) {
                close(tracee, &space, mapping)?;
            }
            Ok(())
        })?;
        for mapping in &mut self.space_mut(id).mappings {
            mapping.guarded = true;
        }
        Ok(())
    }
}

fn restore_read(tracee: &Tracee, access: &Access, read: &[u8]) -> Sys<()> {
    tracee.write(access.address, read)
}

fn fault_address(tracee: &Tracee) -> Sys<u64> {
    let info = crate::sys::siginfo(tracee.pid)?;
    // SEGURIDAD: en SIGSEGV del núcleo el campo es la dirección.
    Ok(unsafe { info.si_addr() } as u64)
}

impl What {
    /// ¿Es una llamada de este tipo?
    pub fn is_call(&self, kind: crate::calls::Kind) -> bool {
        matches!(self, Self::Call(spec) if spec.kind == kind)
    }
}
