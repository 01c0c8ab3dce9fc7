//! Lo adelantado se compara con lo que hace el procesador de verdad, con los mismos
//! registros.

use super::super::machine::{CODE_AT, DATA_AT, Dice, Machine};
use super::*;
use crate::sys;

/// Los indicadores que las instrucciones cambian.
const CHANGEABLE: u64 = 0x8d5;
/// El que las lógicas dejan sin definir.
const ADJUST: u64 = 1 << 4;

/// Los registros generales, cada uno con lo que salga, ante el código.
fn shuffled(machine: &Machine, quiet: &Regs, dice: &mut Dice) -> Regs {
    let mut regs = *quiet;
    for place in 0..16 {
        regs.set_general(place, 8, true, dice.roll());
    }
    regs.set_call(-1);
    regs.0.eflags = quiet.0.eflags & !CHANGEABLE | dice.roll() & CHANGEABLE;
    regs.0.rip = machine.address(CODE_AT);
    regs
}

/// Si se sabe hacer, la hace y la compara. Falso: es cosa del procesador.
fn agrees(machine: &Machine, code: &[u8], regs: &Regs) -> bool {
    let mut done = *regs;
    if ahead(code, &mut done) != Some(Ahead::Done) {
        return false;
    }
    machine.put(CODE_AT, code);
    let real = machine.step(regs);
    for place in 0..16 {
        let (is, was) = (done.general(place), real.general(place));
        assert_eq!(is, was, "registro {place} tras {code:02x?}");
    }
    assert_eq!(done.instruction(), real.instruction(), "{code:02x?}");
    let ignored = if is_logic(code) { ADJUST } else { 0 };
    assert_eq!(
        done.flags() & CHANGEABLE & !ignored,
        real.flags() & CHANGEABLE & !ignored,
        "indicadores tras {code:02x?}"
    );
    true
}

fn is_logic(code: &[u8]) -> bool {
    let mut reader = Reader::new(code);
    let Some(head) = head(&mut reader).filter(|head| !head.long) else {
        return false;
    };
    let operation = match head.opcode {
        0x84 | 0x85 | 0xa8 | 0xa9 | 0xf6 | 0xf7 => return true,
        0x80..=0x83 => reader.byte().unwrap_or(0) >> 3 & 7,
        0x00..=0x3f => head.opcode >> 3,
        _ => return false,
    };
    matches!(operation, 1 | 4 | 6)
}

/// El final de una instrucción: dos registros y lo que pueda seguir.
fn tail(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = dice.roll().to_le_bytes().to_vec();
    bytes.extend(dice.roll().to_le_bytes());
    bytes[0] |= 0xc0;
    bytes
}

fn any_prefix(dice: &mut Dice) -> Vec<u8> {
    match dice.roll() % 4 {
        0 => vec![],
        1 => vec![0x66],
        2 => vec![0x40 | dice.roll().to_le_bytes()[3] & 15],
        _ => vec![0x66, 0x40 | dice.roll().to_le_bytes()[3] & 7],
    }
}

/// Saltos, copias, comparaciones y condiciones: lo que hay en cualquier bucle.
fn is_common(opcode: &[u8]) -> bool {
    match opcode {
        [code] => matches!(
            code,
            0x70..=0x7f | 0x80 | 0x81 | 0x83..=0x8b | 0xb0..=0xbf | 0xe9 | 0xeb
        ),
        [_, code] => matches!(code, 0x40..=0x4f | 0x80..=0x9f | 0xb6 | 0xb7 | 0xbe | 0xbf),
        _ => false,
    }
}

#[test]
fn lo_adelantado_es_lo_que_hace_el_procesador() {
    const TRIES: usize = 60;
    let machine = Machine::start();
    let quiet = sys::regs(machine.pid).expect("registros");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let codes = (0..=255).flat_map(|byte| [vec![byte], vec![0x0f, byte]]);
    for opcode in codes.filter(|opcode| opcode != &[0x0f]) {
        let mut agreed = false;
        for _ in 0..TRIES {
            let mut code = any_prefix(&mut dice);
            code.extend(&opcode);
            code.extend(tail(&mut dice));
            code.truncate(15);
            let regs = shuffled(&machine, &quiet, &mut dice);
            agreed |= agrees(&machine, &code, &regs);
        }
        assert!(agreed || !is_common(&opcode), "{opcode:02x?}");
    }
}

#[test]
fn lo_que_el_compilador_pone_en_un_bucle_se_adelanta() {
    let machine = Machine::start();
    let quiet = sys::regs(machine.pid).expect("registros");
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let loops: [&[u8]; 12] = [
        &[0x48, 0x83, 0xc0, 0x01],             // add rax,1
        &[0x48, 0x39, 0xd8],                   // cmp rax,rbx
        &[0x75, 0xef],                         // jne atrás
        &[0x0f, 0x84, 0x10, 0x00, 0x00, 0x00], // je adelante
        &[0x84, 0xc0],                         // test al,al
        &[0x48, 0x8d, 0x5f, 0x01],             // lea rbx,[rdi+1]
        &[0x4c, 0x8d, 0x25, 0x3c, 0xc8, 0, 0], // lea r12,[rip+…]
        &[0x4d, 0x89, 0xf7],                   // mov r15,r14
        &[0x0f, 0xb6, 0xc0],                   // movzx eax,al
        &[0xb8, 0x01, 0x00, 0x00, 0x00],       // mov eax,1
        &[0xf3, 0x90],                         // pause
        &[0xf3, 0x0f, 0x1e, 0xfa],             // endbr64
    ];
    for code in loops {
        for _ in 0..20 {
            let regs = shuffled(&machine, &quiet, &mut dice);
            assert!(agrees(&machine, code, &regs), "{code:02x?}");
        }
    }
}

#[test]
fn la_memoria_que_va_a_tocar_se_sabe() {
    let machine = Machine::start();
    let mut regs = sys::regs(machine.pid).expect("registros");
    regs.0.rip = machine.address(CODE_AT);
    regs.0.rbx = machine.address(DATA_AT);
    regs.0.rcx = 3;
    let cases: [(&[u8], u64); 8] = [
        (&[0x8b, 0x03], regs.0.rbx),                       // mov eax,[rbx]
        (&[0x88, 0x43, 0xff], regs.0.rbx - 1),             // mov [rbx-1],al
        (&[0x0f, 0xb6, 0x14, 0x8b], regs.0.rbx + 12),      // movzx edx,[rbx+rcx*4]
        (&[0xf0, 0x0f, 0xb1, 0x0b], regs.0.rbx),           // lock cmpxchg [rbx],ecx
        (&[0x8b, 0x05, 0x10, 0, 0, 0], regs.0.rip + 0x16), // mov eax,[rip+0x10]
        (&[0xc7, 0x05, 8, 0, 0, 0, 1, 0, 0, 0], regs.0.rip + 0x12), // mov [rip+8],1
        (&[0x80, 0x3d, 8, 0, 0, 0, 1], regs.0.rip + 0xf),  // cmp byte [rip+8],1
        (&[0x66, 0x81, 0x3d, 8, 0, 0, 0, 1, 0], regs.0.rip + 0x11), // cmp word [rip+8],1
    ];
    for (code, address) in cases {
        let mut code = code.to_vec();
        code.resize(15, 0x90);
        let seen = ahead(&code, &mut regs.clone());
        assert_eq!(seen, Some(Ahead::Touches(address)), "{code:02x?}");
    }
}

#[test]
fn lo_que_no_se_conoce_entero_lo_hace_el_procesador() {
    let machine = Machine::start();
    let regs = sys::regs(machine.pid).expect("registros");
    let refused: [&[u8]; 9] = [
        &[0x0f, 0x05],                         // syscall
        &[0xc3],                               // ret
        &[0xe8, 0, 0, 0, 0],                   // call
        &[0x50],                               // push rax
        &[0xff, 0xe0],                         // jmp rax
        &[0x64, 0x8b, 0x04, 0x25, 0, 0, 0, 0], // mov eax,fs:0
        &[0xf3, 0xa4],                         // rep movsb
        &[0xc5, 0xfe, 0x6f, 0x06],             // vmovdqu ymm0,[rsi]
        &[0xf0, 0x01, 0xc0],                   // lock add eax,eax: no existe
    ];
    for code in refused {
        let mut padded = code.to_vec();
        padded.resize(15, 0);
        assert!(ahead(&padded, &mut regs.clone()).is_none(), "{code:02x?}");
    }
}
