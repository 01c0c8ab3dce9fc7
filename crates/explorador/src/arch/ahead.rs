//! Adelantar las instrucciones que solo cambian registros: entre dos accesos a
//! memoria compartida suele haber unas pocas (contar, comparar, saltar), y dejar
//! que las haga el proceso cuesta una parada entera.
//!
//! Igual que al imitar: solo lo que se conoce entero; ante la duda, `None`, y sigue
//! el procesador desde ahí.

use super::Regs;
use super::decode::{Head, Operands, Reader, Target, head, operands};
use super::flags::{self, Flags};
use super::imitate::{Action, Step};

/// Lo que pasa con la próxima instrucción.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// Hecha: solo cambiaba registros.
    Done,
    /// No se ha hecho: toca la memoria que empieza aquí.
    Touches(u64),
}

/// Instrucciones que no hacen nada: `endbr64`, `pause` y `nop`.
const IDLE: [&[u8]; 3] = [&[0xf3, 0x0f, 0x1e, 0xfa], &[0xf3, 0x90], &[0x90]];

/// El acumulador, en la numeración de los registros.
const ACCUMULATOR: usize = 0;

/// Mira la instrucción `code`, que el proceso va a ejecutar con estos registros, y
/// si puede la hace en ellos.
pub(crate) fn ahead(code: &[u8], regs: &mut Regs) -> Option<Ahead> {
    if let Some(idle) = IDLE.iter().find(|idle| code.starts_with(idle)) {
        regs.pass_instruction(regs.instruction() + idle.len() as u64, regs.flags());
        return Some(Ahead::Done);
    }
    let mut reader = Reader::new(code);
    let head = head(&mut reader)?;
    if !head.lock && alone(head, &mut reader, regs)? {
        return Some(Ahead::Done);
    }
    let operands = operands(&mut reader, head, regs)?;
    match operands.target {
        Target::Register(_) if head.lock => None,
        Target::Register(target) => {
            *regs = between_registers(head, &mut reader, regs, operands, target)?;
            Some(Ahead::Done)
        }
        Target::Memory { address, relative } => {
            let constant = constant_bytes(head, operands.extension)?;
            let next = regs.instruction() + reader.length() + constant;
            let base = if relative { next } else { 0 };
            let address = address.wrapping_add(base);
            if !is_lea(head) {
                return Some(Ahead::Touches(address));
            }
            regs.pass_instruction(next, regs.flags());
            regs.set_general(operands.register, head.size(1), true, address);
            Some(Ahead::Done)
        }
    }
}

fn is_lea(head: Head) -> bool {
    !head.long && head.opcode == 0x8d && !head.lock
}

/// Las que no llevan operandos aparte: saltos, y las de un registro con una
/// constante. Falso: esta no es de esas.
fn alone(head: Head, reader: &mut Reader<'_>, regs: &mut Regs) -> Option<bool> {
    let size = head.size(head.opcode);
    let mut flags = Flags(regs.flags());
    let mut jump = 0;
    match (head.long, head.opcode) {
        // Con un operando de 16 bits el salto sería otro.
        (false, 0x70..=0x7f | 0xe9 | 0xeb) | (true, 0x80..=0x8f) if head.operand16 => return None,
        (false, 0x70..=0x7f) => {
            let distance = reader.signed(1)?;
            jump = if flags.hold(head.opcode) { distance } else { 0 };
        }
        (true, 0x80..=0x8f) => {
            let distance = reader.signed(4)?;
            jump = if flags.hold(head.opcode) { distance } else { 0 };
        }
        (false, 0xeb) => jump = reader.signed(1)?,
        (false, 0xe9) => jump = reader.signed(4)?,
        (false, 0x00..=0x3d) if matches!(head.opcode & 7, 4 | 5) => {
            let constant = reader.signed(size.min(4))?;
            let operation = head.opcode >> 3;
            let value = flags.apply(operation, regs.general(ACCUMULATOR), constant, size)?;
            if operation != flags::COMPARE {
                regs.set_general(ACCUMULATOR, size, true, value);
            }
        }
        (false, 0xa8 | 0xa9) => {
            let constant = reader.signed(size.min(4))?;
            flags.logic(regs.general(ACCUMULATOR) & constant, size);
        }
        (false, 0xb0..=0xbf) => {
            let size = if head.opcode < 0xb8 { 1 } else { head.size(1) };
            let constant = reader.signed(size)?;
            regs.set_general(head.low_register(), size, head.rex != 0, constant);
        }
        _ => return Some(false),
    }
    let next = (regs.instruction() + reader.length()).wrapping_add(jump);
    regs.pass_instruction(next, flags.0);
    Some(true)
}

/// Las de dos registros, o un registro y una constante.
fn between_registers(
    head: Head,
    reader: &mut Reader<'_>,
    regs: &Regs,
    operands: Operands,
    target: usize,
) -> Option<Regs> {
    let rex = head.rex != 0;
    let size = match (head.long, head.opcode) {
        (true, 0xb6 | 0xbe | 0x90..=0x9f) => 1,
        (true, 0xb7 | 0xbf) => 2,
        (true, 0x40..=0x4f) => head.size(1),
        (false, 0x63) => 4,
        _ => head.size(head.opcode),
    };
    let mut step = Step {
        head,
        regs,
        operands,
        size,
        value: regs.part(target, size, rex),
        undivided: true,
        flags: Flags(regs.flags()),
        reader,
    };
    let action = match (head.long, head.opcode) {
        (true, 0x40..=0x4f) => {
            let moves = step.flags.hold(head.opcode);
            let register = operands.register;
            let value = if moves {
                step.value
            } else {
                regs.general(register)
            };
            Action::Load {
                register,
                size,
                value,
            }
        }
        (true, 0x90..=0x9f) => Action::Store {
            value: u64::from(step.flags.hold(head.opcode)),
        },
        _ => step.action()?,
    };
    let mut after = *regs;
    after.pass_instruction(regs.instruction() + step.reader.length(), step.flags.0);
    if let Some(value) = after.take(&action, rex) {
        after.set_general(target, size, rex, value);
    }
    Some(after)
}

/// Los bytes de constante tras los operandos, en las instrucciones con memoria que
/// se saben imitar. `None`: no es una de ellas.
fn constant_bytes(head: Head, extension: u8) -> Option<u64> {
    let whole = head.size(head.opcode).min(4) as u64;
    match (head.long, head.opcode, extension) {
        (false, 0x00..=0x3b, _) => (head.opcode & 7 <= 3).then_some(0),
        (false, 0x63 | 0x84..=0x8b | 0x8d, _)
        | (false, 0xfe | 0xff, 0 | 1)
        | (true, 0xb0 | 0xb1 | 0xb6 | 0xb7 | 0xbe | 0xbf | 0xc0 | 0xc1, _) => Some(0),
        (false, 0x83, _) => Some(1),
        (false, 0x80 | 0x81, _) | (false, 0xc6 | 0xc7 | 0xf6 | 0xf7, 0) => Some(whole),
        _ => None,
    }
}

#[cfg(test)]
#[path = "ahead_tests.rs"]
mod tests;
