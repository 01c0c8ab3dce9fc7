//! Los números de los objetos System V (`shmget`, `semget`, `msgget`). El núcleo
//! los da distintos cada vez; en lo que se cuenta llevan su orden de aparición en
//! el plan, para que el mismo plan se cuente siempre igual. El programa recibe
//! los de verdad.

use super::footprint::{Mark, Object, changes};
use super::{LaneId, World};
use crate::calls::Spec;

/// Los argumentos que son uno de esos números.
const IDENTIFIERS: [&str; 3] = ["shmid", "semid", "msqid"];

/// Las que el núcleo admite de una vez (`SEMOPM`).
const MOST_OPERATIONS: u64 = 500;

impl World<'_> {
    /// El objeto System V del que trata la llamada. Lleva su orden y no su número,
    /// para que lo tocado en un plan se pueda comparar con lo tocado en otro.
    pub(super) fn system_v_mark(&mut self, spec: &Spec, args: [u64; 6]) -> Option<Mark> {
        let &kind = spec
            .args
            .first()
            .filter(|name| IDENTIFIERS.contains(name))?;
        Some(changes(Object::SystemV(self.system_v_order(kind, args[0]))))
    }

    /// Quien nace, cambia de programa o muere cambia cuántos tienen conectada la memoria.
    pub(super) fn mark_attachments(&self) -> Option<Mark> {
        self.attached.then(|| changes(Object::Attachments))
    }

    /// Si pide deshacer lo hecho al morir (`SEM_UNDO`), quien muera cambiará el semáforo.
    pub(super) fn remember_undo(&mut self, id: LaneId, spec: &Spec, args: [u64; 6]) {
        if !matches!(spec.name, "semop" | "semtimedop") {
            return;
        }
        let undoes = (0..args[2].min(MOST_OPERATIONS)).any(|nth| {
            // `struct sembuf`: número, operación y opciones, de dos bytes cada uno.
            let flags = args[1].wrapping_add(6 * nth + 4);
            let flags = self.tracee(id).read(flags, 2).unwrap_or_default();
            <[u8; 2]>::try_from(flags)
                .is_ok_and(|flags| i32::from(u16::from_ne_bytes(flags)) & libc::SEM_UNDO != 0)
        });
        if undoes {
            let object = Object::SystemV(self.system_v_order(IDENTIFIERS[1], args[0]));
            self.lanes[id].undo.push(object);
        }
    }

    /// Los argumentos de una llamada, con su nombre, tal como se cuentan.
    pub(super) fn told_args(&mut self, spec: &Spec, args: [u64; 6]) -> Vec<(&'static str, u64)> {
        spec.args
            .iter()
            .zip(args)
            .map(|(&name, value)| {
                if IDENTIFIERS.contains(&name) {
                    (name, self.system_v_order(name, value))
                } else {
                    (name, value)
                }
            })
            .collect()
    }

    /// Lo que devolvió una llamada que salió bien, tal como se cuenta.
    pub(super) fn told_result(&mut self, spec: &Spec, result: i64) -> i64 {
        let kind = match spec.name {
            "shmget" => IDENTIFIERS[0],
            "semget" => IDENTIFIERS[1],
            "msgget" => IDENTIFIERS[2],
            _ => return result,
        };
        self.system_v_order(kind, result.cast_unsigned())
            .cast_signed()
    }

    fn system_v_order(&mut self, kind: &'static str, number: u64) -> u64 {
        let known = self
            .system_v
            .iter()
            .position(|&known| known == (kind, number));
        let place = known.unwrap_or_else(|| {
            self.system_v.push((kind, number));
            self.system_v.len() - 1
        });
        place as u64
    }
}
