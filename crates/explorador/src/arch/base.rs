//! Con qué registro apunta a su memoria una instrucción de vectores: las que no se
//! imitan, porque harían falta los registros anchos, se pueden dar apuntando a otro
//! sitio con los mismos bytes.
//!
//! Solo las de vectores: en las demás, el registro que apunta puede ser además un
//! operando, y cambiarlo cambiaría lo que hacen.

/// El registro de propósito general, por su número, que sirve de base. `None`: la
/// instrucción no es de esas, o su base tiene también otro papel.
pub(crate) fn vector_base(code: &[u8]) -> Option<usize> {
    let mut rest = code;
    while let [0x66 | 0xf2 | 0xf3, tail @ ..] = rest {
        rest = tail;
    }
    match *rest {
        [0xc5, _, op, modrm, sib, ..] => vex(1, op).then(|| base(false, false, modrm, sib))?,
        [0xc4, b1, _, op, modrm, sib, ..] => {
            vex(b1 & 0x1f, op).then(|| base(b1 & 0x20 == 0, b1 & 0x40 == 0, modrm, sib))?
        }
        [0x62, b1, _, _, op, modrm, sib, ..] => {
            vex(b1 & 7, op).then(|| base(b1 & 0x20 == 0, b1 & 0x40 == 0, modrm, sib))?
        }
        [rex @ 0x40..=0x4f, 0x0f, op, modrm, sib, ..] => {
            two_byte(op).then(|| base(rex & 1 != 0, rex & 2 != 0, modrm, sib))?
        }
        [0x0f, op, modrm, sib, ..] => two_byte(op).then(|| base(false, false, modrm, sib))?,
        _ => None,
    }
}

/// Las de la tabla de dos bytes cuyo otro operando es un registro de vectores, o uno
/// general en el que solo escriben.
fn two_byte(op: u8) -> bool {
    match op {
        // `movnti` escribe un registro general; con 38 y 3a empiezan las de tres bytes.
        0x10..=0x17 | 0x28..=0x2f | 0x51..=0x76 | 0x7c..=0x7f | 0xc2 | 0xc6 | 0xd0..=0xfe => true,
        // Entre ellas `movnti` (c3), que escribe un registro general, y las de tres bytes.
        _ => false,
    }
}

/// Las de las tablas de VEX y EVEX, sin las de bits, que usan registros generales, ni
/// las que reúnen o reparten por muchas direcciones.
fn vex(map: u8, op: u8) -> bool {
    match map {
        1 => two_byte(op),
        2 => !matches!(op, 0x90..=0x93 | 0xa0..=0xa3 | 0xc6 | 0xc7 | 0xf0..=0xff),
        3 => op < 0xf0,
        _ => false,
    }
}

/// La base que dice el operando. `None` si no es memoria, si es relativa a la
/// instrucción o si el mismo registro es también el índice.
fn base(high: bool, high_index: bool, modrm: u8, sib: u8) -> Option<usize> {
    const STACK: usize = 4;
    let number = |low: u8, high: bool| usize::from(low & 7) | usize::from(high) << 3;
    let (mode, low) = (modrm >> 6, modrm & 7);
    let found = match (mode, low) {
        (3, _) | (0, 5) => return None,
        (0, 4) if sib & 7 == 5 => return None,
        (_, 4) => {
            let (base, index) = (number(sib, high), number(sib >> 3, high_index));
            // El 4 como índice es que no hay.
            (index == STACK || index != base).then_some(base)?
        }
        _ => number(low, high),
    };
    (found != STACK).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Las que usa la biblioteca de C para copiar y buscar, y las demás formas.
    #[test]
    fn la_base_de_las_de_vectores() {
        let cases: &[(&[u8], usize)] = &[
            (&[0x0f, 0x10, 0x06], 6),                               // movups xmm0,[rsi]
            (&[0x0f, 0x11, 0x44, 0x17, 0xf0], 7),                   // movups [rdi+rdx-16],xmm0
            (&[0xf3, 0x41, 0x0f, 0x6f, 0x02], 10),                  // movdqu xmm0,[r10]
            (&[0xc5, 0xfe, 0x6f, 0x06], 6),                         // vmovdqu ymm0,[rsi]
            (&[0xc4, 0xc1, 0x7e, 0x7f, 0x45, 0x00], 13),            // vmovdqu [r13],ymm0
            (&[0x62, 0xe1, 0xfe, 0x28, 0x6f, 0x06], 6),             // vmovdqu64 ymm16,[rsi]
            (&[0x62, 0xe1, 0xfe, 0x28, 0x7f, 0x44, 0x17, 0xff], 7), // [rdi+rdx-32]
        ];
        for (code, expected) in cases {
            let mut padded = code.to_vec();
            padded.resize(15, 0x90);
            assert_eq!(vector_base(&padded), Some(*expected), "{code:02x?}");
        }
    }

    #[test]
    fn las_que_usan_la_base_para_otra_cosa_no_se_tocan() {
        let cases: &[&[u8]] = &[
            &[0x48, 0x89, 0x00],                   // mov [rax],rax
            &[0x0f, 0xc3, 0x00],                   // movnti [rax],eax
            &[0x0f, 0x10, 0x04, 0x36],             // movups xmm0,[rsi+rsi]
            &[0x0f, 0x10, 0x05, 0, 0, 0, 0],       // relativa a la instrucción
            &[0x0f, 0x10, 0xc1],                   // entre registros
            &[0x0f, 0x10, 0x04, 0x24],             // la pila
            &[0xc4, 0xe2, 0x78, 0xf7, 0x00],       // bextr eax,[rax],eax
            &[0xc4, 0xe2, 0x6d, 0x90, 0x04, 0x08], // vpgatherdd
            &[0xf2, 0x48, 0x0f, 0x38, 0xf1, 0x00], // crc32 rax,[rax]
            &[0x64, 0x0f, 0x10, 0x00],             // con segmento
            &[0x0f, 0xb1, 0x08],                   // cmpxchg [rax],ecx
        ];
        for code in cases {
            let mut padded = code.to_vec();
            padded.resize(15, 0x90);
            assert_eq!(vector_base(&padded), None, "{code:02x?}");
        }
    }
}
