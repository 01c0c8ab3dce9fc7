//! Llevar a un proceso de un acceso a memoria compartida al siguiente sin dejarlo
//! correr: las instrucciones de en medio se hacen desde fuera mientras se sepa, y
//! el acceso se ve venir en vez de esperar a que falle.

use super::{LaneId, World};
use crate::arch::{Ahead, Regs, Touch, ahead, imitate, operand};
use crate::error::Error;

/// Instrucciones que se adelantan como mucho tras un acceso: en un bucle que copia
/// o que mira, el siguiente está más cerca.
const MOST: usize = 32;

/// De ellas, las que tocan memoria del propio proceso: cada una cuesta leerla o
/// escribirla desde fuera, y con unas pocas sale más barato dejarlo correr.
const MOST_PRIVATE: usize = 2;

/// Una página, en bytes.
const PAGE: u64 = 4096;

impl World<'_> {
    /// El proceso acaba de hacer un acceso y está ante la instrucción siguiente: lo
    /// deja ante su próxima operación.
    pub(super) fn go_on(&mut self, id: LaneId) -> Result<(), Error> {
        // Con señales por llegarle, tiene que correr para que le lleguen.
        if self.lanes[id].was_signalled || self.lanes[id].dispositions.catches_any() {
            return self.run_to_next(id);
        }
        let mut regs = self.tracee(id).regs()?;
        let mut touched = 0;
        for _ in 0..MOST {
            match self.next_instruction(id, &mut regs) {
                Some(Ahead::Done) => {}
                Some(Ahead::Touches(address)) if self.is_watched(id, address) => {
                    self.tracee(id).set_regs(&regs);
                    return self.arrive_at_access(id, regs, address);
                }
                Some(Ahead::Touches(address)) if touched < MOST_PRIVATE => {
                    let Some(after) = self.touch_private(id, &regs, address) else {
                        break;
                    };
                    regs = after;
                    touched += 1;
                }
                _ => break,
            }
        }
        self.tracee(id).set_regs(&regs);
        self.run_to_next(id)
    }

    /// El acceso que ha parado al proceso, si basta con mirar la instrucción para saber
    /// cuál es: nadie le ha mandado nada, y lo único que toca está cerrado.
    pub(super) fn foreseen_access(&self, id: LaneId) -> Result<Option<(Regs, u64)>, Error> {
        if self.lanes[id].was_signalled || self.space(id).key.is_some() {
            return Ok(None);
        }
        let regs = self.tracee(id).regs()?;
        Ok(match self.next_instruction(id, &mut { regs }) {
            Some(Ahead::Touches(address)) if self.is_watched(id, address) => Some((regs, address)),
            _ => None,
        })
    }

    fn next_instruction(&self, id: LaneId, regs: &mut Regs) -> Option<Ahead> {
        // El código que otro puede cambiar lo tiene que leer el procesador.
        if self.space(id).find(regs.instruction()).is_some() {
            return None;
        }
        ahead(&self.tracee(id).code(regs)?, regs)
    }

    /// En memoria compartida y cerrada, que el programa puede leer y escribir: el
    /// proceso se pararía aquí por la llave. De lo demás que lo juzgue el procesador.
    fn is_watched(&self, id: LaneId, address: u64) -> bool {
        let mapping = self.space(id).find(address);
        mapping.is_some_and(|mapping| {
            mapping.guarded && mapping.protection == libc::PROT_READ | libc::PROT_WRITE
        })
    }

    /// Hace una instrucción que toca memoria del propio proceso, si se sabe.
    fn touch_private(&self, id: LaneId, regs: &Regs, address: u64) -> Option<Regs> {
        let tracee = self.tracee(id);
        let code = tracee.code(regs)?;
        let operand = operand(&code, false);
        let mut before = [0; 8];
        let before = before.get_mut(..usize::try_from(operand.size).ok()?)?;
        let in_one_page = address % PAGE + operand.size <= PAGE;
        let shared = self.space(id).overlapping(address, operand.size).next();
        // A quien solo escribe le da igual lo que hubiera.
        let known = operand.touch == Touch::Write || tracee.peek(address, before);
        if !in_one_page || shared.is_some() || !known {
            return None;
        }
        let done = imitate(&code, regs, address, before, true)?;
        let left = match (operand.touch, &done.written) {
            (Touch::Read, _) => return Some(done.regs),
            (Touch::Write, written) => written.as_deref()?,
            (Touch::Atomic | Touch::ReadThenWrite, written) => written.as_deref().unwrap_or(before),
        };
        tracee.poke(address, left).then_some(done.regs)
    }
}
