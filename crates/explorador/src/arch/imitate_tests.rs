//! Lo imitado se compara con lo que hace el procesador de verdad: las mismas
//! instrucciones, con los mismos registros y la misma memoria, en un proceso
//! trazado que da un solo paso.

use super::super::machine::{CODE_AT, DATA_AT, Dice, Machine};
use super::*;
use crate::sys;

/// Las formas de decir dónde está la memoria: `modrm` sin el registro, lo que le
/// sigue y cómo se preparan los registros.
#[derive(Clone, Copy, Debug)]
enum Form {
    Base,
    BaseByte,
    Indexed,
    Relative,
}

const FORMS: [Form; 4] = [Form::Base, Form::BaseByte, Form::Indexed, Form::Relative];

/// Una instrucción de prueba.
struct Case {
    lock: bool,
    operand16: bool,
    rex: u8,
    opcode: Vec<u8>,
    /// El campo de registro de `modrm`.
    field: u8,
    /// Bytes de constante.
    constant: usize,
    size: usize,
    /// `AF` queda sin definir en las lógicas.
    logic: bool,
}

/// Todo lo que se sabe imitar, en todos sus tamaños.
fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    // Tamaño, prefijo de 16 bits y REX.W.
    let widths = [
        (2, true, 0),
        (4, false, 0),
        (8, false, 0x48),
        (4, false, 0x44),
    ];
    let mut add =
        |lock, codes: &[u8], field, wide: bool, constant: &dyn Fn(usize) -> usize, logic| {
            let mut push = |size, operand16, rex| {
                all.push(Case {
                    lock,
                    operand16,
                    rex,
                    opcode: codes.to_vec(),
                    field,
                    constant: constant(size),
                    size,
                    logic,
                });
            };
            if wide {
                for (size, operand16, rex) in widths {
                    push(size, operand16, rex);
                }
            } else {
                push(1, false, 0);
                push(1, false, 0x40);
            }
        };
    let none = |_| 0;
    let whole = |size: usize| size.min(4);
    let byte = |_| 1;
    for field in [1, 3, 6, 7] {
        for (base, logic) in [
            (0x00, false),
            (0x08, true),
            (0x20, true),
            (0x28, false),
            (0x30, true),
        ] {
            add(true, &[base], field, false, &none, logic);
            add(true, &[base + 1], field, true, &none, logic);
            add(false, &[base + 2], field, false, &none, logic);
            add(false, &[base + 3], field, true, &none, logic);
        }
        for (code, wide) in [(0x38, false), (0x39, true), (0x3a, false), (0x3b, true)] {
            add(false, &[code], field, wide, &none, false);
        }
        add(false, &[0x84], field, false, &none, true);
        add(false, &[0x85], field, true, &none, true);
        for (code, wide) in [
            (0x86, false),
            (0x87, true),
            (0x88, false),
            (0x89, true),
            (0x8a, false),
            (0x8b, true),
        ] {
            add(false, &[code], field, wide, &none, false);
        }
        for (code, wide) in [(0xb0, false), (0xb1, true), (0xc0, false), (0xc1, true)] {
            add(true, &[0x0f, code], field, wide, &none, false);
        }
    }
    for (field, logic) in [(0, false), (1, true), (4, true), (5, false), (6, true)] {
        add(true, &[0x80], field, false, &byte, logic);
        add(true, &[0x81], field, true, &whole, logic);
        add(true, &[0x83], field, true, &byte, logic);
    }
    add(false, &[0x80], 7, false, &byte, false);
    add(false, &[0x81], 7, true, &whole, false);
    add(false, &[0x83], 7, true, &byte, false);
    for (code, wide, logic) in [
        (0xc6, false, false),
        (0xc7, true, false),
        (0xf6, false, true),
        (0xf7, true, true),
    ] {
        add(false, &[code], 0, wide, &whole, logic);
    }
    for field in [0, 1] {
        add(true, &[0xfe], field, false, &none, false);
        add(true, &[0xff], field, true, &none, false);
    }
    all.extend(extensions());
    all
}

/// `movzx`, `movsx` y `movsxd`: la memoria mide menos que el destino.
fn extensions() -> Vec<Case> {
    let mut all = Vec::new();
    let mut push = |operand16, rex, opcode: &[u8], size| {
        for field in [0, 5] {
            all.push(Case {
                lock: false,
                operand16,
                rex,
                opcode: opcode.to_vec(),
                field,
                constant: 0,
                size,
                logic: false,
            });
        }
    };
    for (code, size) in [(0xb6, 1), (0xb7, 2), (0xbe, 1), (0xbf, 2)] {
        push(false, 0, &[0x0f, code], size);
        push(false, 0x48, &[0x0f, code], size);
        push(true, 0, &[0x0f, code], size);
    }
    push(false, 0x48, &[0x63], 4);
    all
}

impl Case {
    /// La instrucción, y los registros que hacen que toque `target`.
    fn place(&self, form: Form, regs: &mut Regs, target: u64, dice: &mut Dice) -> Vec<u8> {
        let mut code = Vec::new();
        if self.lock {
            code.push(0xf0);
        }
        if self.operand16 {
            code.push(0x66);
        }
        if self.rex != 0 {
            code.push(self.rex);
        }
        code.extend(&self.opcode);
        let field = self.field << 3;
        let constant: Vec<u8> = dice.roll().to_le_bytes()[..self.constant].to_vec();
        let regs = &mut regs.0;
        match form {
            Form::Base => {
                regs.rbx = target;
                code.push(field | 3);
            }
            Form::BaseByte => {
                regs.rsi = target.wrapping_add(5);
                code.extend([0x40 | field | 6, 0xfb]);
            }
            Form::Indexed => {
                regs.rcx = 3;
                regs.rdi = target.wrapping_sub(12 + 0x100);
                // [rdi + rcx*4 + 0x100]
                code.extend([0x80 | field | 4, 0x8f, 0, 1, 0, 0]);
            }
            Form::Relative => {
                let length = code.len() + 5 + constant.len();
                let from = regs.rip + length as u64;
                let distance = i32::try_from(target.wrapping_sub(from).cast_signed());
                code.push(field | 5);
                code.extend(distance.expect("está en la misma página").to_le_bytes());
            }
        }
        code.extend(constant);
        code
    }
}

#[test]
fn lo_imitado_es_lo_que_hace_el_procesador() {
    const ADJUST: u64 = 1 << 4;
    const CHANGEABLE: u64 = 0x8d5;
    let machine = Machine::start();
    let quiet = sys::regs(machine.pid).expect("registros");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for case in cases() {
        for form in FORMS {
            for _ in 0..6 {
                let mut regs = quiet;
                for place in [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] {
                    regs.set_general(place, 8, true, dice.roll());
                }
                regs.set_call(-1);
                regs.0.eflags = quiet.0.eflags & !CHANGEABLE | dice.roll() & CHANGEABLE;
                regs.0.rip = machine.address(CODE_AT);
                let target = machine.address(DATA_AT);
                let code = case.place(form, &mut regs, target, &mut dice);
                let mut memory = dice.roll().to_le_bytes()[..case.size].to_vec();
                if dice.roll().is_multiple_of(3) {
                    // Para que `cmpxchg` acierte alguna vez.
                    memory = regs.0.rax.to_le_bytes()[..case.size].to_vec();
                }
                let done = imitate(&code, &regs, target, &memory, false)
                    .unwrap_or_else(|| panic!("no se imita {code:02x?}"));
                machine.put(CODE_AT, &code);
                machine.put(DATA_AT, &memory);

                let real = machine.step(&regs);

                let ignored = if case.logic { ADJUST } else { 0 };
                let text = format!("{code:02x?} {form:?} con {memory:02x?}");
                for place in 0..16 {
                    let (is, was) = (done.regs.general(place), real.general(place));
                    assert_eq!(is, was, "registro {place} tras {text}");
                }
                assert_eq!(done.regs.instruction(), real.instruction(), "{text}");
                assert_eq!(
                    done.regs.flags() & CHANGEABLE & !ignored,
                    real.flags() & CHANGEABLE & !ignored,
                    "indicadores tras {text}"
                );
                let left = done.written.unwrap_or(memory);
                assert_eq!(left, machine.get(DATA_AT, case.size), "memoria tras {text}");
            }
        }
    }
}

#[test]
fn ante_la_duda_no_se_imita() {
    let machine = Machine::start();
    let mut regs = sys::regs(machine.pid).expect("registros");
    regs.0.rbx = 0x1000;
    let refused: [(&[u8], u64, usize); 6] = [
        (&[0x01, 0x03], 0x1000, 4),             // add [rbx],eax sin cerrojo
        (&[0x8b, 0x03], 0x1004, 4),             // la dirección no cuadra
        (&[0x8b, 0x03], 0x1000, 8),             // el tamaño no cuadra
        (&[0x64, 0x8b, 0x03], 0x1000, 4),       // con segmento
        (&[0xf3, 0x0f, 0x6f, 0x03], 0x1000, 8), // un registro vectorial
        (&[0x8b], 0x1000, 4),                   // cortada
    ];
    for (code, address, size) in refused {
        assert!(
            imitate(code, &regs, address, &vec![0; size], false).is_none(),
            "{code:02x?}"
        );
    }
}
