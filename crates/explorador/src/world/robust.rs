//! Cerrojos robustos: cuando un proceso muere con uno cogido, el núcleo escribe en la
//! palabra del cerrojo que su dueño ha muerto. Aquí lo hace el explorador: el núcleo no
//! reconocería al dueño, que en la palabra lleva el PID que conoce el programa.

use super::footprint::{Footprint, Object, changes};
use super::{LaneId, World};
use crate::arch::Regs;
use crate::error::Error;
use crate::event::{Access, EventKind, RegionId};
use crate::sys;

/// Lo que el núcleo sigue de la lista (`ROBUST_LIST_LIMIT`).
const MOST: usize = 2048;

/// Una palabra compartida que su dueño tiene apuntada en la lista.
struct Word {
    address: u64,
    region: usize,
    offset: u64,
}

impl World<'_> {
    /// Las palabras compartidas de la lista de un proceso parado (`set_robust_list(2)`).
    fn robust_words(&self, id: LaneId) -> Vec<Word> {
        let mut words = Vec::new();
        // Mientras está parado, la lista vacía sigue vacía.
        if self.space(id).mappings.is_empty() || self.lanes[id].holds_no_robust.get() {
            return words;
        }
        let tracee = self.tracee(id);
        let Ok(head) = sys::robust_list(tracee.pid) else {
            return words;
        };
        let Ok([first, to_word, pending]) = tracee.read_u64s(head) else {
            return words;
        };
        let empty = first & !1 == head && pending == 0;
        self.lanes[id].holds_no_robust.set(empty);
        // El bit bajo dice si el cerrojo es de los que heredan la prioridad.
        let mut add = |entry: u64| {
            let address = (entry & !1).wrapping_add(to_word);
            if let Some((region, offset)) = self.space(id).place(address) {
                words.push(Word {
                    address,
                    region,
                    offset,
                });
            }
        };
        let mut entry = first;
        for _ in 0..MOST {
            if entry & !1 == head || entry == 0 {
                break;
            }
            add(entry);
            entry = tracee.read_u64(entry & !1).unwrap_or(0);
        }
        if pending != 0 {
            add(pending);
        }
        words
    }

    /// Lo que cambiará al morir.
    pub(super) fn mark_robust(&self, id: LaneId, marks: &mut Footprint) {
        for Word { region, offset, .. } in self.robust_words(id) {
            let (start, end) = (offset, offset + 4);
            marks.push(changes(Object::Memory { region, start, end }));
            marks.push(changes(Object::Futex { region, offset }));
        }
    }

    /// El proceso va a morir: suelta los cerrojos robustos que tenga. A quien espere
    /// en ellos se le despierta después, cuando ya esté muerto. `entry`: sus registros,
    /// si está a la entrada de una llamada.
    pub(super) fn release_robust(&mut self, id: LaneId, entry: Option<&Regs>) -> Result<(), Error> {
        for word in self.robust_words(id) {
            let seen_at = self.seen_at(id, word.address, 4);
            let before = self.tracee(id).read_u32(seen_at)?;
            if before & libc::FUTEX_TID_MASK != self.lanes[id].vpid.unsigned_abs() {
                continue;
            }
            let after = before & libc::FUTEX_WAITERS | libc::FUTEX_OWNER_DIED;
            self.write_for_kernel(id, entry, word.address, &after.to_ne_bytes())
                .map_err(|_| Error::Unmodelled {
                    call: "un cerrojo robusto".to_string(),
                    why: "su dueño muere dentro de una llamada, y este procesador no tiene \
                          llaves de protección para soltarlo en su nombre"
                        .to_string(),
                })?;
            let kind = EventKind::Memory {
                region: RegionId(word.region),
                offset: word.offset,
                access: Access::Update,
                before: before.to_ne_bytes().to_vec(),
                after: after.to_ne_bytes().to_vec(),
            };
            self.push(id, kind, false);
        }
        Ok(())
    }
}
