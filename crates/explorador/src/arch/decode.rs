//! Leer una instrucción de `x86_64`: prefijos, código y operando. Aquí no se hace
//! nada con lo leído.

use super::Regs;
use super::flags;

/// Los prefijos y el código de una instrucción.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub lock: bool,
    pub operand16: bool,
    pub rex: u8,
    /// El código es de dos bytes, y este es el segundo.
    pub long: bool,
    pub opcode: u8,
}

impl Head {
    fn bit(self, mask: u8) -> usize {
        usize::from(self.rex & mask != 0) << 3
    }

    /// Bytes del operando: el bit bajo del código distingue los de uno.
    pub fn size(self, code: u8) -> usize {
        match (code & 1, self.rex & 8 != 0, self.operand16) {
            (0, _, _) => 1,
            (_, true, _) => 8,
            (_, false, true) => 2,
            (_, false, false) => 4,
        }
    }

    /// El registro que va en los tres bits bajos del código.
    pub fn low_register(self) -> usize {
        usize::from(self.opcode & 7) | self.bit(1)
    }
}

/// Lee la instrucción byte a byte.
pub(super) struct Reader<'a> {
    code: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(code: &'a [u8]) -> Self {
        Self { code, at: 0 }
    }

    pub fn byte(&mut self) -> Option<u8> {
        let byte = *self.code.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// Un número con signo de `size` bytes (1, 2, 4 u 8), extendido.
    pub fn signed(&mut self, size: usize) -> Option<u64> {
        let bytes = self.code.get(self.at..self.at + size)?;
        self.at += size;
        Some(flags::extend(number(bytes), size))
    }

    /// Cuánto se ha leído.
    pub fn length(&self) -> u64 {
        self.at as u64
    }
}

pub(super) fn number(bytes: &[u8]) -> u64 {
    let mut whole = [0; 8];
    whole[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(whole)
}

/// Lee hasta el código, incluido. `None` con los prefijos que cambian el sentido
/// de lo que sigue: segmentos, repeticiones y direcciones de 32 bits.
pub(super) fn head(reader: &mut Reader<'_>) -> Option<Head> {
    let mut head = Head {
        lock: false,
        operand16: false,
        rex: 0,
        long: false,
        opcode: 0,
    };
    let first = loop {
        match reader.byte()? {
            0xf0 => head.lock = true,
            0x66 => head.operand16 = true,
            rex @ 0x40..=0x4f => {
                head.rex = rex;
                break reader.byte()?;
            }
            0x2e | 0x36 | 0x3e | 0x26 | 0x64 | 0x65 | 0x67 | 0xf2 | 0xf3 => return None,
            opcode => break opcode,
        }
    };
    head.long = first == 0x0f;
    head.opcode = if head.long { reader.byte()? } else { first };
    Some(head)
}

/// Uno de los dos operandos.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Register(usize),
    Memory {
        address: u64,
        /// Relativa a la instrucción siguiente, que aún no se sabe dónde está.
        relative: bool,
    },
}

/// Los dos operandos.
#[derive(Clone, Copy)]
pub(super) struct Operands {
    /// El que siempre es un registro, o lo que precisa el código.
    pub register: usize,
    pub extension: u8,
    pub target: Target,
}

pub(super) fn operands(reader: &mut Reader<'_>, head: Head, regs: &Regs) -> Option<Operands> {
    let modrm = reader.byte()?;
    let (mode, low) = (modrm >> 6, usize::from(modrm & 7));
    let target = if mode == 3 {
        Target::Register(low | head.bit(1))
    } else {
        memory(reader, head, regs, mode, low)?
    };
    Some(Operands {
        register: usize::from(modrm >> 3 & 7) | head.bit(4),
        extension: modrm >> 3 & 7,
        target,
    })
}

fn memory(
    reader: &mut Reader<'_>,
    head: Head,
    regs: &Regs,
    mode: u8,
    low: usize,
) -> Option<Target> {
    let mut address = 0_u64;
    let mut relative = false;
    let mut wide = mode == 2;
    match (mode, low) {
        (_, 4) => {
            let sib = reader.byte()?;
            let index = usize::from(sib >> 3 & 7) | head.bit(2);
            if index != 4 {
                address = regs.general(index) << (sib >> 6);
            }
            if sib & 7 == 5 && mode == 0 {
                wide = true;
            } else {
                let base = usize::from(sib & 7) | head.bit(1);
                address = address.wrapping_add(regs.general(base));
            }
        }
        (0, 5) => {
            wide = true;
            relative = true;
        }
        _ => address = regs.general(low | head.bit(1)),
    }
    if wide {
        address = address.wrapping_add(reader.signed(4)?);
    } else if mode == 1 {
        address = address.wrapping_add(reader.signed(1)?);
    }
    Some(Target::Memory { address, relative })
}
