//! Imitar las instrucciones más corrientes de `x86_64` que tocan memoria: hacer
//! desde fuera lo que haría el procesador. Ejecutar una de verdad cuesta abrir la
//! memoria, un paso y volver a cerrarla; imitarla, leer o escribir unos bytes.
//!
//! Solo se imita lo que se conoce entero, con sus indicadores y la longitud de la
//! instrucción; ante cualquier duda se responde `None`, y la ejecuta el procesador.

use super::Regs;
use super::decode::{Head, Operands, Reader, Target, head, number, operands};
use super::flags::{self, Flags};

/// Lo que hizo la instrucción.
#[derive(Debug, Clone)]
pub(crate) struct Imitated {
    pub regs: Regs,
    /// Lo que deja en su operando de memoria, si escribe.
    pub written: Option<Vec<u8>>,
}

/// Lo que la instrucción hace con su operando, sea memoria o un registro.
pub(super) enum Action {
    /// Deja esto en el otro registro.
    Load {
        register: usize,
        size: usize,
        value: u64,
    },
    /// Deja esto en el operando.
    Store { value: u64 },
    /// Solo cambia los indicadores.
    Compare,
    /// Deja `target` en el operando y `value` en un registro.
    Exchange {
        register: usize,
        size: usize,
        value: u64,
        target: u64,
    },
}

/// Imita la instrucción `code` con la que el proceso, con estos registros, iba a
/// tocar `address`, donde hay `memory`. Con `undivided`, también las que leen y
/// escriben sin cerrojo: nadie puede colarse entre medias.
pub(crate) fn imitate(
    code: &[u8],
    regs: &Regs,
    address: u64,
    memory: &[u8],
    undivided: bool,
) -> Option<Imitated> {
    let mut reader = Reader::new(code);
    let head = head(&mut reader)?;
    let operands = operands(&mut reader, head, regs)?;
    let Target::Memory {
        address: said,
        relative,
    } = operands.target
    else {
        return None;
    };
    let size = memory.len();
    let value = match size {
        1 | 2 | 4 | 8 => number(memory),
        _ => return None,
    };
    let mut step = Step {
        head,
        regs,
        operands,
        size,
        value,
        undivided,
        flags: Flags(regs.flags()),
        reader: &mut reader,
    };
    let action = step.action()?;
    let flags = step.flags;
    let next = regs.instruction() + reader.length();
    let base = if relative { next } else { 0 };
    if said.wrapping_add(base) != address {
        return None;
    }
    let mut after = *regs;
    after.pass_instruction(next, flags.0);
    let written = after.take(&action, head.rex != 0);
    Some(Imitated {
        regs: after,
        written: written.map(|value| value.to_le_bytes()[..size].to_vec()),
    })
}

impl Regs {
    /// Cambia el registro que la acción cambie; devuelve lo que deja en el operando.
    pub(super) fn take(&mut self, action: &Action, rex: bool) -> Option<u64> {
        match *action {
            Action::Load {
                register,
                size,
                value,
            } => {
                self.set_general(register, size, rex, value);
                None
            }
            Action::Compare => None,
            Action::Store { value } => Some(value),
            Action::Exchange {
                register,
                size,
                value,
                target,
            } => {
                self.set_general(register, size, rex, value);
                Some(target)
            }
        }
    }
}

/// Una instrucción a medio hacer: leída hasta sus operandos.
pub(super) struct Step<'a, 'b> {
    pub head: Head,
    pub regs: &'a Regs,
    pub operands: Operands,
    /// Bytes del operando, y lo que vale.
    pub size: usize,
    pub value: u64,
    /// Leer el operando y escribirlo es un solo paso aunque no lleve cerrojo.
    pub undivided: bool,
    pub flags: Flags,
    pub reader: &'a mut Reader<'b>,
}

impl Step<'_, '_> {
    /// Lo que hace, si se conoce.
    pub fn action(&mut self) -> Option<Action> {
        if self.head.long {
            self.two_byte(self.head.opcode)
        } else {
            self.one_byte(self.head.opcode)
        }
    }

    /// El otro operando, si es un registro.
    fn register(&self) -> u64 {
        self.regs
            .part(self.operands.register, self.size, self.head.rex != 0)
    }

    /// El otro operando, si va en la instrucción: como mucho cuatro bytes.
    fn immediate(&mut self) -> Option<u64> {
        self.reader.signed(self.size.min(4))
    }

    fn one_byte(&mut self, opcode: u8) -> Option<Action> {
        // El tamaño lo dice el código; si no cuadra, no es lo que parece.
        if opcode != 0x63 && self.size != self.head.size(opcode) && opcode != 0x83 {
            return None;
        }
        let register = self.operands.register;
        let extension = self.operands.extension;
        match opcode {
            0x00..=0x3b if opcode & 7 <= 3 => self.arithmetic(opcode),
            0x63 if self.head.rex & 8 != 0 && self.size == 4 && !self.head.lock => {
                Some(Action::Load {
                    register,
                    size: 8,
                    value: flags::extend(self.value, 4),
                })
            }
            0x80 | 0x81 => {
                let other = self.immediate()?;
                self.with_constant(extension, other)
            }
            0x83 if self.size == self.head.size(1) => {
                let other = self.reader.signed(1)?;
                self.with_constant(extension, other)
            }
            0x84 | 0x85 if !self.head.lock => {
                self.flags.logic(self.value & self.register(), self.size);
                Some(Action::Compare)
            }
            // `xchg` con memoria lleva el cerrojo puesto, se escriba o no.
            0x86 | 0x87 => Some(Action::Exchange {
                register,
                size: self.size,
                value: self.value,
                target: self.register(),
            }),
            0x88 | 0x89 if !self.head.lock => Some(Action::Store {
                value: self.register(),
            }),
            0x8a | 0x8b if !self.head.lock => Some(Action::Load {
                register,
                size: self.size,
                value: self.value,
            }),
            0xc6 | 0xc7 if extension == 0 && !self.head.lock => {
                let value = self.immediate()?;
                Some(Action::Store { value })
            }
            0xf6 | 0xf7 if extension == 0 && !self.head.lock => {
                let other = self.immediate()?;
                self.flags.logic(self.value & other, self.size);
                Some(Action::Compare)
            }
            0xfe | 0xff if extension <= 1 && (self.head.lock || self.undivided) => {
                let value = self
                    .flags
                    .step_by_one(self.value, self.size, extension == 1);
                Some(Action::Store { value })
            }
            _ => None,
        }
    }

    /// Las ocho operaciones con un registro: hacia memoria o hacia él.
    fn arithmetic(&mut self, opcode: u8) -> Option<Action> {
        let operation = opcode >> 3;
        let to_register = opcode & 2 != 0;
        let register = self.register();
        if to_register {
            if self.head.lock {
                return None;
            }
            let value = self
                .flags
                .apply(operation, register, self.value, self.size)?;
            return Some(if operation == flags::COMPARE {
                Action::Compare
            } else {
                Action::Load {
                    register: self.operands.register,
                    size: self.size,
                    value,
                }
            });
        }
        self.with_constant(operation, register)
    }

    /// Las ocho operaciones sobre la memoria. Sin cerrojo, leer y escribir son dos
    /// pasos: esas las hace el procesador.
    fn with_constant(&mut self, operation: u8, other: u64) -> Option<Action> {
        let compares = operation == flags::COMPARE;
        let whole = self.head.lock || self.undivided;
        if (compares && self.head.lock) || (!compares && !whole) {
            return None;
        }
        let value = self.flags.apply(operation, self.value, other, self.size)?;
        Some(if compares {
            Action::Compare
        } else {
            Action::Store { value }
        })
    }

    fn two_byte(&mut self, opcode: u8) -> Option<Action> {
        let register = self.operands.register;
        let destination = self.head.size(1);
        match opcode {
            0xb0 | 0xb1 if self.head.lock && self.size == self.head.size(opcode) => {
                self.compare_exchange()
            }
            0xc0 | 0xc1 if self.head.lock && self.size == self.head.size(opcode) => {
                let target = self
                    .flags
                    .apply(0, self.value, self.register(), self.size)?;
                Some(Action::Exchange {
                    register,
                    size: self.size,
                    value: self.value,
                    target,
                })
            }
            0xb6 | 0xb7 | 0xbe | 0xbf if !self.head.lock => {
                let source = if opcode & 1 == 0 { 1 } else { 2 };
                let signed = opcode >= 0xbe;
                (self.size == source).then(|| Action::Load {
                    register,
                    size: destination,
                    value: if signed {
                        flags::extend(self.value, source)
                    } else {
                        self.value
                    },
                })
            }
            _ => None,
        }
    }

    fn compare_exchange(&mut self) -> Option<Action> {
        const ACCUMULATOR: usize = 0;
        let expected = self.regs.part(ACCUMULATOR, self.size, true);
        self.flags
            .apply(flags::COMPARE, expected, self.value, self.size)?;
        Some(if expected == self.value {
            Action::Store {
                value: self.register(),
            }
        } else {
            Action::Exchange {
                register: ACCUMULATOR,
                size: self.size,
                value: self.value,
                target: self.value,
            }
        })
    }
}

#[cfg(test)]
#[path = "imitate_tests.rs"]
mod tests;
