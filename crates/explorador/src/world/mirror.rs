//! El espejo de una proyección: las mismas páginas, vistas por el proceso también en
//! otro sitio que nadie más que el explorador conoce y que nunca se cierra. Por ahí se
//! leen y se escriben los bytes de la memoria cerrada sin abrirla, que cuesta tres
//! paradas. Con llaves de protección no hace falta: cierran el paso solo al proceso.

use super::memory::Stepped;
use super::op::Access;
use super::space::{Mapping, Space, pages};
use super::{LaneId, Region, World};
use crate::arch::vector_base;
use crate::error::Error;
use crate::number::bits;
use crate::sys::{Resume, Stop, Sys};
use crate::tracee::{Injected, Tracee};

/// Dónde se ponen: lejos de la zona de las proyecciones que el filtro reconoce.
const START: u64 = 0x1200_0000_0000;

/// Entre uno y otro: pasarse de un espejo no cae en otro.
const GAP: u64 = 1 << 16;

/// Lo más grande que se refleja. Un espejo ocupa direcciones del proceso, que puede
/// tenerlas contadas (`RLIMIT_AS`).
pub(super) const MOST_BYTES: u64 = 1 << 20;

/// Los permisos de lo que se refleja.
pub(super) const READ_WRITE: i32 = libc::PROT_READ | libc::PROT_WRITE;

/// Un sitio para un espejo. Queda libre cuando el programa suelta lo que reflejaba, y
/// entonces vale para otro: quien proyecta y suelta sin parar no los acumula.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    start: u64,
    length: u64,
}

impl Space {
    /// Por dónde se llega a `length` bytes desde `address`: por su espejo, si lo tienen.
    fn seen_at(&self, address: u64, length: u64) -> u64 {
        self.mirrored(address, length).unwrap_or(address)
    }

    /// Dónde están en el espejo `length` bytes desde `address`, que el programa puede leer
    /// y escribir.
    pub(super) fn mirrored(&self, address: u64, length: u64) -> Option<u64> {
        let whole = |mapping: &&Mapping| length <= mapping.start + mapping.length - address;
        self.find(address)
            .filter(whole)
            .filter(|mapping| mapping.protection == READ_WRITE)
            .and_then(|mapping| mapping.mirror)
            .map(|distance| address.wrapping_add(distance))
    }

    /// Un sitio libre en el que quepa un espejo de `length` bytes.
    pub(super) fn slot_for(&mut self, length: u64) -> u64 {
        let used = |slot: &Slot| {
            self.mappings.iter().any(|mapping| {
                mapping
                    .mirror
                    .is_some_and(|distance| slot.contains(mapping.start.wrapping_add(distance)))
            })
        };
        if let Some(free) = self
            .slots
            .iter()
            .find(|slot| slot.length >= length && !used(slot))
        {
            return free.start;
        }
        let start = self
            .slots
            .last()
            .map_or(START, |last| last.start + last.length + GAP);
        self.slots.push(Slot { start, length });
        start
    }
}

impl Slot {
    fn contains(self, address: u64) -> bool {
        (self.start..self.start + self.length).contains(&address)
    }
}

impl Region {
    /// Solo la memoria anónima: una proyección de más de un archivo la notan sus sellos
    /// y quien quiera ejecutarlo, y una de System V, su cuenta de conexiones.
    fn can_be_mirrored(&self) -> bool {
        self.identity.is_none() && !self.huge
    }
}

impl World<'_> {
    /// Por dónde alcanza el explorador `length` bytes de la memoria del proceso.
    pub(super) fn seen_at(&self, id: LaneId, address: u64, length: usize) -> u64 {
        self.space(id).seen_at(address, length as u64)
    }

    /// Da la instrucción de un acceso apuntando al espejo. `None`: no se puede, o no salió;
    /// el proceso está como estaba.
    pub(super) fn step_through_mirror(
        &self,
        id: LaneId,
        access: &Access,
    ) -> Result<Option<Stepped>, Error> {
        let at = self.space(id).mirrored(access.address, access.size);
        let (Some(at), Some(base)) = (at, vector_base(&access.code)) else {
            return Ok(None);
        };
        let tracee = self.tracee(id);
        let usual = tracee.regs()?;
        let aimed = usual
            .general(base)
            .wrapping_add(at.wrapping_sub(access.address));
        let before = self.peek(id, access);
        let stop = self.undisturbed(id, || {
            let mut regs = usual;
            regs.set_general(base, 8, true, aimed);
            tracee.set_regs(&regs);
            tracee.run(Resume::OneInstruction, 0)
        })?;
        if matches!(stop, Stop::Exited(_) | Stop::Killed(_)) {
            return Ok(Some(Stepped::Interrupted(stop)));
        }
        let mut regs = tracee.regs()?;
        // Si la instrucción dejó ahí otra cosa, es lo que tiene que quedar.
        if regs.general(base) == aimed {
            regs.set_general(base, 8, true, usual.general(base));
            tracee.set_regs(&regs);
        }
        Ok(match stop {
            Stop::Signal(libc::SIGTRAP) => {
                let after = self.peek(id, access);
                Some(Stepped::Done { before, after })
            }
            // Falló por algo: que falle con la memoria abierta, donde es de verdad.
            Stop::Signal(libc::SIGSEGV | libc::SIGBUS) => None,
            other => Some(Stepped::Interrupted(other)),
        })
    }

    /// Pone un espejo a cada proyección abierta que pueda tenerlo. El proceso está parado
    /// fuera de una llamada.
    pub(super) fn reflect_open(&mut self, id: LaneId) -> Sys<()> {
        for place in 0..self.space(id).mappings.len() {
            let mapping = &self.space(id).mappings[place];
            let (start, length) = (mapping.start, mapping.length);
            let wanted = !mapping.guarded
                && mapping.mirror.is_none()
                && mapping.protection == READ_WRITE
                && length <= MOST_BYTES
                && self.regions[mapping.region].can_be_mirrored();
            if !wanted {
                continue;
            }
            let at = self.space_mut(id).slot_for(pages(length));
            let site = self.space(id).site;
            if self.undisturbed(id, || reflect(self.tracee(id), site, (start, length), at))? {
                self.space_mut(id).mappings[place].mirror = Some(at.wrapping_sub(start));
            }
        }
        Ok(())
    }
}

/// Con tamaño viejo 0, `mremap` duplica una proyección compartida (mremap(2)). Falso si
/// el núcleo no quiso: se seguirá sin espejo.
fn reflect(tracee: &Tracee, site: u64, (start, length): (u64, u64), at: u64) -> Sys<bool> {
    let (number, args) = mirroring(start, length, at);
    let result = tracee.inject(site, number, args)?;
    Ok(result.cast_unsigned() == at)
}

/// La llamada que pone en `at` el espejo de lo que hay en `start`.
pub(super) fn mirroring(start: u64, length: u64, at: u64) -> Injected {
    let flags = bits(libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED);
    (libc::SYS_mremap, [start, 0, length, flags, at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: u64 = 4096;

    fn mapping(start: u64, length: u64, at: Option<u64>) -> Mapping {
        Mapping {
            start,
            length,
            region: 0,
            offset: 0,
            protection: READ_WRITE,
            guarded: true,
            mirror: at.map(|at| at.wrapping_sub(start)),
        }
    }

    #[test]
    fn por_el_espejo_solo_se_llega_a_lo_que_refleja_entero() {
        let mut space = Space::new();
        space.add(mapping(0x10000, 2 * PAGE, Some(START)));
        space.add(mapping(0x20000, PAGE, None));

        assert_eq!(space.seen_at(0x10004, 8), START + 4);
        assert_eq!(space.seen_at(0x11ffc, 8), 0x11ffc, "se sale");
        assert_eq!(
            space.seen_at(0x11ffc, u64::MAX),
            0x11ffc,
            "se sale del todo"
        );
        assert_eq!(space.seen_at(0x20000, 8), 0x20000, "no tiene");
        assert_eq!(space.seen_at(0x30000, 8), 0x30000, "no es compartida");
    }

    #[test]
    fn lo_que_queda_de_una_proyeccion_cortada_sigue_en_su_sitio_del_espejo() {
        let mut space = Space::new();
        space.add(mapping(0x10000, 3 * PAGE, Some(START)));

        space.remove(0x11000, PAGE);

        assert_eq!(space.seen_at(0x12004, 4), START + 0x2004);
        assert_eq!(space.seen_at(0x11004, 4), 0x11004, "ya no está");
    }

    #[test]
    fn quien_proyecta_y_suelta_sin_parar_no_acumula_espejos() {
        let mut space = Space::new();
        for round in 0..100 {
            let start = 0x10000 + round * 0x10000;
            let at = space.slot_for(PAGE);
            space.add(mapping(start, PAGE, Some(at)));
            let other = space.slot_for(PAGE);
            assert_ne!(at, other, "este está ocupado");
            space.remove(start, PAGE);
        }
        assert_eq!(space.slots.len(), 2);
    }
}
