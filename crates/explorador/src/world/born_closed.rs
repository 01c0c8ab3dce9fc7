//! La memoria compartida de siempre (anónima, para leer y escribir) nace ya reflejada y
//! cerrada: lo que el programa pide, su espejo y quitarle los permisos son tres llamadas
//! seguidas y una sola parada.

use super::mirror::{MOST_BYTES, READ_WRITE, mirroring};
use super::op::Op;
use super::space::{Mapping, pages};
use super::{LaneId, World};
use crate::arch::Regs;
use crate::calls::{Kind, Spec, spec};
use crate::error::Error;
use crate::event::Backing;
use crate::number::bits;

impl World<'_> {
    /// Pone en marcha al proceso inicial, recién copiado del servidor, que está justo
    /// antes de hacer la llamada `first`. Si es la de siempre no hace falta que entre en
    /// ella para saber lo que pide: ya entró una vez, en el servidor.
    pub(crate) fn begin(&mut self, first: Option<&Regs>) -> Result<(), Error> {
        let root = 0;
        if let Some(regs) = first
            && spec(regs.call()).kind == Kind::Map
            && self.can_be_born_closed(root, regs.args())
        {
            self.tracee(root).set_regs(regs);
            return self.enter_call(root);
        }
        self.run_to_next(root)
    }

    /// Lo que pide esta `mmap` puede nacer cerrado.
    pub(super) fn can_be_born_closed(&self, id: LaneId, args: [u64; 6]) -> bool {
        let [address, length, protection, flags, ..] = args;
        address == 0
            && (1..=MOST_BYTES).contains(&length)
            && protection == bits(READ_WRITE)
            && flags == bits(libc::MAP_SHARED | libc::MAP_ANONYMOUS)
            && self.tracee(id).has_trampoline()
            && self.space(id).key.is_none()
            && !self.unwatched(id)
    }

    /// Hace la `mmap` de `op`, que puede nacer cerrada. El proceso no llega a entrar en su
    /// llamada: la hace desde el trampolín.
    pub(super) fn map_born_closed(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        let [_, length, protection, flags, fd, _] = op.regs.args();
        let start = self.space_mut(id).hint(length);
        let mirror = self.space_mut(id).slot_for(pages(length));
        // Nada del programa puede haber en esa zona; y si lo hubiera, que falle.
        let exactly = flags | bits(libc::MAP_FIXED_NOREPLACE);
        let calls = [
            (libc::SYS_mmap, [start, length, protection, exactly, fd]),
            mirroring(start, length, mirror),
            (
                libc::SYS_mprotect,
                [start, length, bits(libc::PROT_NONE), 0, 0],
            ),
        ];
        let site = self.space(id).site;
        let [mapped, mirrored, closed] =
            self.undisturbed(id, || self.tracee(id).inject_all(site, calls))?;
        let region = (mapped >= 0).then(|| {
            let region = self.region(None, false);
            self.space_mut(id).add(Mapping {
                start,
                length: pages(length),
                region,
                offset: 0,
                protection: READ_WRITE,
                guarded: closed == 0,
                mirror: (mirrored.cast_unsigned() == mirror).then(|| mirror.wrapping_sub(start)),
            });
            region
        });
        self.tracee(id).answer_call(&op.regs, mapped);
        self.note_map(id, spec, op, mapped, (region, Backing::Anonymous));
        self.guard_if_shared(id)?;
        self.run_to_next(id)
    }
}
