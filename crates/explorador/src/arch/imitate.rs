//! Imitar las instrucciones más corrientes de `x86_64` que tocan memoria: hacer
//! desde fuera lo que haría el procesador. Ejecutar una de verdad cuesta abrir la
//! memoria, un paso y volver a cerrarla; imitarla, leer o escribir unos bytes.
//!
//! Solo se imita lo que se conoce entero, con sus indicadores y la longitud de la
//! instrucción; ante cualquier duda se responde `None`, y la ejecuta el procesador.

use super::Regs;
use super::flags::{self, Flags};

/// Lo que hizo la instrucción.
#[derive(Debug, Clone)]
pub(crate) struct Imitated {
    pub regs: Regs,
    /// Lo que deja en su operando de memoria, si escribe.
    pub written: Option<Vec<u8>>,
}

/// Los prefijos y la forma de una instrucción ya leída.
#[derive(Clone, Copy)]
struct Shape {
    lock: bool,
    operand16: bool,
    rex: u8,
}

impl Shape {
    fn bit(self, mask: u8) -> usize {
        usize::from(self.rex & mask != 0) << 3
    }

    /// Bytes del operando: el bit bajo del código distingue los de uno.
    fn size(self, code: u8) -> usize {
        match (code & 1, self.rex & 8 != 0, self.operand16) {
            (0, _, _) => 1,
            (_, true, _) => 8,
            (_, false, true) => 2,
            (_, false, false) => 4,
        }
    }
}

/// Lee la instrucción byte a byte.
struct Reader<'a> {
    code: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.code.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// Un número con signo de `size` bytes (1 o 4), extendido.
    fn signed(&mut self, size: usize) -> Option<u64> {
        let bytes = self.code.get(self.at..self.at + size)?;
        self.at += size;
        Some(flags::extend(number(bytes), size))
    }
}

fn number(bytes: &[u8]) -> u64 {
    let mut whole = [0; 8];
    whole[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(whole)
}

/// El operando de memoria, tal como lo dice la instrucción.
struct Place {
    register: usize,
    extension: u8,
    address: u64,
    /// Relativa a la instrucción siguiente, que aún no se sabe dónde está.
    relative: bool,
}

fn place(reader: &mut Reader<'_>, shape: Shape, regs: &Regs) -> Option<Place> {
    let modrm = reader.byte()?;
    let (mode, low) = (modrm >> 6, usize::from(modrm & 7));
    let mut address = 0_u64;
    let mut relative = false;
    let mut wide = mode == 2;
    match (mode, low) {
        (3, _) => return None,
        (_, 4) => {
            let sib = reader.byte()?;
            let index = usize::from(sib >> 3 & 7) | shape.bit(2);
            if index != 4 {
                address = regs.general(index) << (sib >> 6);
            }
            if sib & 7 == 5 && mode == 0 {
                wide = true;
            } else {
                let base = usize::from(sib & 7) | shape.bit(1);
                address = address.wrapping_add(regs.general(base));
            }
        }
        (0, 5) => {
            wide = true;
            relative = true;
        }
        _ => address = regs.general(low | shape.bit(1)),
    }
    if wide {
        address = address.wrapping_add(reader.signed(4)?);
    } else if mode == 1 {
        address = address.wrapping_add(reader.signed(1)?);
    }
    Some(Place {
        register: usize::from(modrm >> 3 & 7) | shape.bit(4),
        extension: modrm >> 3 & 7,
        address,
        relative,
    })
}

/// Lo que la instrucción hace con la memoria.
enum Action {
    /// Deja esto en un registro general.
    Load {
        register: usize,
        size: usize,
        value: u64,
    },
    /// Deja esto en memoria.
    Store { value: u64 },
    /// Solo cambia los indicadores.
    Compare,
    /// Deja `memory` en memoria y `value` en un registro.
    Exchange {
        register: usize,
        value: u64,
        memory: u64,
    },
}

/// Imita la instrucción `code` con la que el proceso, con estos registros, iba a
/// tocar `address`, donde hay `memory`.
pub(crate) fn imitate(code: &[u8], regs: &Regs, address: u64, memory: &[u8]) -> Option<Imitated> {
    let mut reader = Reader { code, at: 0 };
    let mut shape = Shape {
        lock: false,
        operand16: false,
        rex: 0,
    };
    let opcode = loop {
        match reader.byte()? {
            0xf0 => shape.lock = true,
            0x66 => shape.operand16 = true,
            rex @ 0x40..=0x4f => {
                shape.rex = rex;
                break reader.byte()?;
            }
            opcode => break opcode,
        }
    };
    let long = opcode == 0x0f;
    let opcode = if long { reader.byte()? } else { opcode };
    let place = place(&mut reader, shape, regs)?;
    let size = memory.len();
    let value = match size {
        1 | 2 | 4 | 8 => number(memory),
        _ => return None,
    };
    let mut flags = Flags(regs.flags());
    let mut step = Step {
        shape,
        regs,
        place: &place,
        size,
        value,
        flags: &mut flags,
        reader: &mut reader,
    };
    let action = if long {
        step.two_byte(opcode)?
    } else {
        step.one_byte(opcode)?
    };
    let next = regs.instruction() + reader.at as u64;
    let base = if place.relative { next } else { 0 };
    if place.address.wrapping_add(base) != address {
        return None;
    }
    let mut after = *regs;
    after.pass_instruction(next, flags.0);
    let written = match action {
        Action::Load {
            register,
            size,
            value,
        } => {
            after.set_general(register, size, shape.rex != 0, value);
            None
        }
        Action::Compare => None,
        Action::Store { value } => Some(value),
        Action::Exchange {
            register,
            value,
            memory,
        } => {
            after.set_general(register, size, shape.rex != 0, value);
            Some(memory)
        }
    };
    Some(Imitated {
        regs: after,
        written: written.map(|value| value.to_le_bytes()[..size].to_vec()),
    })
}

struct Step<'a, 'b> {
    shape: Shape,
    regs: &'a Regs,
    place: &'a Place,
    /// Bytes del operando de memoria, y lo que vale.
    size: usize,
    value: u64,
    flags: &'a mut Flags,
    reader: &'a mut Reader<'b>,
}

impl Step<'_, '_> {
    /// El otro operando, si es un registro.
    fn register(&self) -> u64 {
        self.regs
            .part(self.place.register, self.size, self.shape.rex != 0)
    }

    /// El otro operando, si va en la instrucción: como mucho cuatro bytes.
    fn immediate(&mut self) -> Option<u64> {
        if self.size == 2 {
            let low = u64::from(self.reader.byte()?);
            return Some(low | u64::from(self.reader.byte()?) << 8);
        }
        self.reader.signed(self.size.min(4))
    }

    fn one_byte(&mut self, opcode: u8) -> Option<Action> {
        // El tamaño lo dice el código; si no cuadra, no es lo que parece.
        if opcode != 0x63 && self.size != self.shape.size(opcode) && opcode != 0x83 {
            return None;
        }
        let register = self.place.register;
        let extension = self.place.extension;
        match opcode {
            0x00..=0x3b if opcode & 7 <= 3 => self.arithmetic(opcode),
            0x63 if self.shape.rex & 8 != 0 && self.size == 4 && !self.shape.lock => {
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
            0x83 if self.size == self.shape.size(1) => {
                let other = self.reader.signed(1)?;
                self.with_constant(extension, other)
            }
            0x84 | 0x85 if !self.shape.lock => {
                self.flags.logic(self.value & self.register(), self.size);
                Some(Action::Compare)
            }
            // `xchg` con memoria lleva el cerrojo puesto, se escriba o no.
            0x86 | 0x87 => Some(Action::Exchange {
                register,
                value: self.value,
                memory: self.register(),
            }),
            0x88 | 0x89 if !self.shape.lock => Some(Action::Store {
                value: self.register(),
            }),
            0x8a | 0x8b if !self.shape.lock => Some(Action::Load {
                register,
                size: self.size,
                value: self.value,
            }),
            0xc6 | 0xc7 if extension == 0 && !self.shape.lock => {
                let value = self.immediate()?;
                Some(Action::Store { value })
            }
            0xf6 | 0xf7 if extension == 0 && !self.shape.lock => {
                let other = self.immediate()?;
                self.flags.logic(self.value & other, self.size);
                Some(Action::Compare)
            }
            0xfe | 0xff if extension <= 1 && self.shape.lock => {
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
            if self.shape.lock {
                return None;
            }
            let value = self
                .flags
                .apply(operation, register, self.value, self.size)?;
            return Some(if operation == flags::COMPARE {
                Action::Compare
            } else {
                Action::Load {
                    register: self.place.register,
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
        if compares == self.shape.lock {
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
        let register = self.place.register;
        let destination = self.shape.size(1);
        match opcode {
            0xb0 | 0xb1 if self.shape.lock && self.size == self.shape.size(opcode) => {
                self.compare_exchange()
            }
            0xc0 | 0xc1 if self.shape.lock && self.size == self.shape.size(opcode) => {
                let memory = self
                    .flags
                    .apply(0, self.value, self.register(), self.size)?;
                Some(Action::Exchange {
                    register,
                    value: self.value,
                    memory,
                })
            }
            0xb6 | 0xb7 | 0xbe | 0xbf if !self.shape.lock => {
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
                value: self.value,
                memory: self.value,
            }
        })
    }
}

#[cfg(test)]
#[path = "imitate_tests.rs"]
mod tests;
