//! Qué memoria toca una instrucción de `x86_64`: cuántos bytes y si los lee, los
//! escribe o ambas cosas. Es un descodificador a propósito pequeño: lo que no
//! conoce lo da por el peor caso ([`Operand::UNKNOWN`]), que solo cuesta órdenes
//! de más, nunca de menos.

/// Qué hace la instrucción con su operando de memoria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touch {
    /// Lee.
    Read,
    /// Escribe.
    Write,
    /// Lee y escribe sin que nadie pueda colarse (`lock`, `xchg`).
    Atomic,
    /// Lee y luego escribe; otro procesador puede colarse entre ambas.
    ReadThenWrite,
}

/// El operando de memoria de una instrucción.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operand {
    pub touch: Touch,
    pub size: u64,
    /// `movs`, `stos`…: la dirección decide si es el origen o el destino.
    pub string: bool,
}

impl Operand {
    /// El peor caso: la línea entera, leída y escrita.
    pub const UNKNOWN: Self = Self {
        touch: Touch::Atomic,
        size: 64,
        string: false,
    };

    fn new(touch: Touch, size: u64) -> Self {
        Self {
            touch,
            size,
            string: false,
        }
    }

    fn string(touch: Touch, size: u64) -> Self {
        Self {
            touch,
            size,
            string: true,
        }
    }
}

/// Los prefijos ya leídos.
#[derive(Default, Clone, Copy)]
struct Prefixes {
    lock: bool,
    operand16: bool,
    /// `f2` o `f3`, el último.
    repeat: u8,
    wide: bool,
}

impl Prefixes {
    fn integer(self) -> u64 {
        match (self.wide, self.operand16) {
            (true, _) => 8,
            (false, true) => 2,
            (false, false) => 4,
        }
    }

    fn modify(self) -> Touch {
        if self.lock {
            Touch::Atomic
        } else {
            Touch::ReadThenWrite
        }
    }
}

/// El operando de memoria de la instrucción que empieza en `code`. `writes_here`
/// dice, para `movs`, si la dirección que interesa es la del destino.
pub(crate) fn operand(code: &[u8], writes_here: bool) -> Operand {
    decode(code, writes_here).unwrap_or(Operand::UNKNOWN)
}

fn decode(code: &[u8], writes_here: bool) -> Option<Operand> {
    let mut prefixes = Prefixes::default();
    let mut rest = code;
    loop {
        let (&byte, tail) = rest.split_first()?;
        match byte {
            0xf0 => prefixes.lock = true,
            0x66 => prefixes.operand16 = true,
            0xf2 | 0xf3 => prefixes.repeat = byte,
            0x2e | 0x36 | 0x3e | 0x26 | 0x64 | 0x65 | 0x67 => {}
            0x40..=0x4f => {
                prefixes.wide = byte & 8 != 0;
                rest = tail;
                break;
            }
            _ => break,
        }
        rest = tail;
    }
    match rest {
        [0xc5, b1, op, ..] => vector(1, *op, *b1 & 3, if b1 & 4 != 0 { 32 } else { 16 }, false),
        [0xc4, b1, b2, op, ..] => {
            let size = if b2 & 4 != 0 { 32 } else { 16 };
            vector(b1 & 0x1f, *op, b2 & 3, size, b2 & 0x80 != 0)
        }
        [0x62, b1, b2, b3, op, ..] => {
            let size = 16 << ((b3 >> 5) & 3).min(2);
            vector(b1 & 7, *op, b2 & 3, size, b2 & 0x80 != 0)
        }
        [0x0f, 0x38, op, ..] => three_byte(prefixes, *op),
        [0x0f, 0x3a, op, ..] => Some(extract_or_read(*op, 16)),
        [0x0f, op, modrm, ..] => two_byte(prefixes, *op, *modrm),
        [op, rest @ ..] => one_byte(
            prefixes,
            *op,
            rest.first().copied().unwrap_or(0),
            writes_here,
        ),
        [] => None,
    }
}

fn one_byte(p: Prefixes, op: u8, modrm: u8, writes_here: bool) -> Option<Operand> {
    let size = if op & 1 == 0 { 1 } else { p.integer() };
    let extension = (modrm >> 3) & 7;
    let read = Operand::new(Touch::Read, size);
    let modify = Operand::new(p.modify(), size);
    let write = Operand::new(Touch::Write, size);
    #[allow(
        clippy::match_same_arms,
        reason = "una línea por grupo de instrucciones"
    )]
    Some(match op {
        0x38..=0x3b | 0x84 | 0x85 | 0xa0 | 0xa1 | 0x8a | 0x8b => read,
        0x00..=0x37 if op & 7 <= 1 => modify,
        0x00..=0x37 if op & 7 <= 3 => read,
        0x63 => Operand::new(Touch::Read, 4),
        0x69 | 0x6b => Operand::new(Touch::Read, p.integer()),
        0x80..=0x83 if extension == 7 => read,
        0x80..=0x83 | 0xc0 | 0xc1 | 0xd0..=0xd3 => modify,
        0x86 | 0x87 => Operand::new(Touch::Atomic, size),
        0x88 | 0x89 | 0xa2 | 0xa3 | 0xc6 | 0xc7 => write,
        0x8c => Operand::new(Touch::Write, 2),
        0x8e => Operand::new(Touch::Read, 2),
        0x8f => Operand::new(Touch::Write, 8),
        0xa4 | 0xa5 if writes_here => Operand::string(Touch::Write, size),
        0xa4..=0xa7 | 0xac..=0xaf => Operand::string(Touch::Read, size),
        0xaa | 0xab => Operand::string(Touch::Write, size),
        0xf6 | 0xf7 if extension == 2 || extension == 3 => modify,
        0xf6 | 0xf7 => read,
        0xfe | 0xff if extension <= 1 => modify,
        0xff => Operand::new(Touch::Read, 8),
        _ => return None,
    })
}

fn two_byte(p: Prefixes, op: u8, modrm: u8) -> Option<Operand> {
    let extension = (modrm >> 3) & 7;
    let size = p.integer();
    let byte_or = if op & 1 == 0 { 1 } else { size };
    let packed = if p.operand16 || p.repeat != 0 { 16 } else { 8 };
    #[allow(
        clippy::match_same_arms,
        reason = "una línea por grupo de instrucciones"
    )]
    Some(match op {
        0x40..=0x4f | 0xa3 | 0xaf | 0xb8 | 0xbc | 0xbd => Operand::new(Touch::Read, size),
        0x90..=0x9f => Operand::new(Touch::Write, 1),
        0xab | 0xb3 | 0xbb | 0xa4 | 0xa5 | 0xac | 0xad => Operand::new(p.modify(), size),
        0xba if extension == 4 => Operand::new(Touch::Read, size),
        0xba => Operand::new(p.modify(), size),
        0xae if extension == 2 => Operand::new(Touch::Read, 4),
        0xae if extension == 3 => Operand::new(Touch::Write, 4),
        0xb0 | 0xb1 | 0xc0 | 0xc1 => Operand::new(p.modify(), byte_or),
        0xb6 | 0xbe => Operand::new(Touch::Read, 1),
        0xb7 | 0xbf => Operand::new(Touch::Read, 2),
        0xc3 => Operand::new(Touch::Write, size),
        0xc7 if extension == 1 => Operand::new(p.modify(), if p.wide { 16 } else { 8 }),
        0x6e => Operand::new(Touch::Read, if p.wide { 8 } else { 4 }),
        0x7e if p.repeat == 0 => Operand::new(Touch::Write, if p.wide { 8 } else { 4 }),
        0x60..=0x7f if op == 0x7f => Operand::new(Touch::Write, packed),
        0x60..=0x7d | 0xd0..=0xff if op != 0xd6 && op != 0xe7 => Operand::new(Touch::Read, packed),
        0xe7 => Operand::new(Touch::Write, packed),
        _ => return sse(op, p.repeat, 16),
    })
}

/// Las instrucciones de coma flotante y vectores que comparten forma antigua y
/// nueva: el tamaño lo dan el prefijo (escalar) o el ancho del vector.
fn sse(op: u8, repeat: u8, width: u64) -> Option<Operand> {
    let scalar = match repeat {
        0xf3 => 4,
        0xf2 => 8,
        _ => width,
    };
    Some(match op {
        0x10 | 0x2a | 0x2c | 0x2d | 0x51..=0x5f | 0xc2 => Operand::new(Touch::Read, scalar),
        0x11 => Operand::new(Touch::Write, scalar),
        0x12 | 0x16 if repeat == 0 => Operand::new(Touch::Read, 8),
        0x13 | 0x17 | 0xd6 => Operand::new(Touch::Write, 8),
        0x7e => Operand::new(Touch::Read, 8),
        0x2e | 0x2f => Operand::new(Touch::Read, if repeat == 0 { 8 } else { scalar }),
        0x14 | 0x15 | 0x12 | 0x16 | 0x28 | 0xc6 | 0xd0..=0xff => Operand::new(Touch::Read, width),
        0x29 | 0x2b => Operand::new(Touch::Write, width),
        _ => return None,
    })
}

fn three_byte(p: Prefixes, op: u8) -> Option<Operand> {
    Some(match op {
        0xf0 if p.repeat == 0xf2 => Operand::new(Touch::Read, 1),
        0xf1 if p.repeat == 0xf2 => Operand::new(Touch::Read, p.integer()),
        0xf0 => Operand::new(Touch::Read, p.integer()),
        0xf1 => Operand::new(Touch::Write, p.integer()),
        0x00..=0xdf => Operand::new(Touch::Read, 16),
        _ => return None,
    })
}

fn extract_or_read(op: u8, width: u64) -> Operand {
    match op {
        0x14 => Operand::new(Touch::Write, 1),
        0x15 => Operand::new(Touch::Write, 2),
        0x16 | 0x17 => Operand::new(Touch::Write, 8),
        0x19 | 0x39 => Operand::new(Touch::Write, 16),
        0x1b | 0x3b => Operand::new(Touch::Write, 32),
        _ => Operand::new(Touch::Read, width),
    }
}

/// VEX y EVEX: `map` es la tabla, `pp` el prefijo implícito.
fn vector(map: u8, op: u8, pp: u8, width: u64, wide: bool) -> Option<Operand> {
    let repeat = match pp {
        2 => 0xf3,
        3 => 0xf2,
        _ => 0,
    };
    let gpr = if wide { 8 } else { 4 };
    #[allow(
        clippy::match_same_arms,
        reason = "una línea por grupo de instrucciones"
    )]
    Some(match (map, op) {
        (1, 0x6e) => Operand::new(Touch::Read, gpr),
        (1, 0x7e) if repeat == 0 => Operand::new(Touch::Write, gpr),
        (1, 0x7f | 0xe7) => Operand::new(Touch::Write, width),
        (1, 0x60..=0x76) => Operand::new(Touch::Read, width),
        (1, _) => return sse(op, repeat, width),
        (2, 0x78) => Operand::new(Touch::Read, 1),
        (2, 0x79) => Operand::new(Touch::Read, 2),
        (2, 0x18 | 0x58) => Operand::new(Touch::Read, 4),
        (2, 0x19 | 0x59) => Operand::new(Touch::Read, 8),
        (2, 0x1a | 0x5a) => Operand::new(Touch::Read, 16),
        (2, 0x2e | 0x2f | 0x8e) => Operand::new(Touch::Write, width),
        (2, 0xf0..=0xf7) => Operand::new(Touch::Read, gpr),
        (2, _) => Operand::new(Touch::Read, width),
        (3, op) => extract_or_read(op, width),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(size: u64) -> Operand {
        Operand::new(Touch::Read, size)
    }

    fn write(size: u64) -> Operand {
        Operand::new(Touch::Write, size)
    }

    #[test]
    fn las_instrucciones_de_los_compiladores() {
        let cases: &[(&[u8], Operand)] = &[
            (&[0x8b, 0x00], read(4)),        // mov eax,[rax]
            (&[0x48, 0x89, 0x10], write(8)), // mov [rax],rdx
            (&[0x66, 0x89, 0x10], write(2)), // mov [rax],dx
            (&[0x88, 0x10], write(1)),       // mov [rax],dl
            (&[0xc6, 0x00, 0x41], write(1)), // movb $'A',[rax]
            (&[0x0f, 0xb6, 0x00], read(1)),  // movzx eax,[rax]
            (&[0x83, 0x00, 0x01], Operand::new(Touch::ReadThenWrite, 4)), // add [rax],1
            (&[0xf0, 0x83, 0x00, 0x01], Operand::new(Touch::Atomic, 4)), // lock add
            (&[0x87, 0x10], Operand::new(Touch::Atomic, 4)), // xchg [rax],edx
            (&[0xf0, 0x0f, 0xb1, 0x10], Operand::new(Touch::Atomic, 4)), // lock cmpxchg
            (
                &[0xf0, 0x48, 0x0f, 0xc1, 0x10],
                Operand::new(Touch::Atomic, 8),
            ), // lock xadd
            (&[0x83, 0x38, 0x00], read(4)),  // cmp [rax],0
            (&[0x0f, 0x11, 0x07], write(16)), // movups [rdi],xmm0
            (&[0xf3, 0x0f, 0x6f, 0x06], read(16)), // movdqu xmm0,[rsi]
            (&[0xf3, 0x0f, 0x7f, 0x07], write(16)), // movdqu [rdi],xmm0
            (&[0x66, 0x0f, 0xd6, 0x07], write(8)), // movq [rdi],xmm0
            (&[0xf3, 0x0f, 0x7e, 0x06], read(8)), // movq xmm0,[rsi]
            (&[0x0f, 0x16, 0x06], read(8)),  // movhps xmm0,[rsi]
            (&[0xc5, 0xfe, 0x6f, 0x06], read(32)), // vmovdqu ymm0,[rsi]
            (&[0xc5, 0xfe, 0x7f, 0x07], write(32)), // vmovdqu [rdi],ymm0
            (&[0xc5, 0xfa, 0x7f, 0x07], write(16)), // vmovdqu [rdi],xmm0
            (&[0xc5, 0xf9, 0x7e, 0x07], write(4)), // vmovd [rdi],xmm0
            (&[0xc5, 0xfd, 0x74, 0x0f], read(32)), // vpcmpeqb ymm1,ymm0,[rdi]
            (&[0x62, 0xe1, 0xfe, 0x28, 0x6f, 0x06], read(32)), // vmovdqu64 ymm16,[rsi]
            (&[0x0f, 0x94, 0x00], write(1)), // sete [rax]
        ];
        for (code, expected) in cases {
            assert_eq!(operand(code, false), *expected, "{code:02x?}");
        }
    }

    #[test]
    fn las_cadenas_dependen_de_la_direccion() {
        let movsb = [0xf3, 0xa4];
        assert_eq!(operand(&movsb, true), Operand::string(Touch::Write, 1));
        assert_eq!(operand(&movsb, false), Operand::string(Touch::Read, 1));
        assert_eq!(
            operand(&[0xf3, 0x48, 0xab], true),
            Operand::string(Touch::Write, 8)
        );
    }

    #[test]
    fn lo_desconocido_es_el_peor_caso() {
        assert_eq!(operand(&[0xd9, 0x00], false), Operand::UNKNOWN);
        assert_eq!(operand(&[], false), Operand::UNKNOWN);
    }
}
