//! El filtro seccomp con el que arranca el programa: solo se para en las
//! llamadas que hablan con otros, y una vez cada una.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use libc::sock_filter;

use crate::arch::AUDIT_ARCH;
use crate::calls::{FIRST_UNKNOWN, Kind, spec, visible_numbers};

/// Donde el explorador coloca las proyecciones compartidas: así el filtro
/// reconoce un puntero a memoria compartida por su mitad alta.
pub(crate) const ARENA_START: u64 = 0x1000_0000_0000;
/// El final de esa zona.
pub(crate) const ARENA_END: u64 = 0x1100_0000_0000;

/// El sexto argumento con el que el explorador marca las llamadas que él mete
/// en el proceso, para que el filtro no las pare. Cambia en cada exploración. Es un
/// número de páginas enteras: en `mmap` es el desplazamiento, que tiene que serlo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Magic(pub u64);

impl Magic {
    pub fn invent() -> Self {
        // Con el bit alto puesto no es un puntero de usuario ni un número corriente.
        Self((RandomState::new().build_hasher().finish() | 1 << 63) & !0xfff)
    }
}

/// Las peticiones de `ioctl` que dicen algo de otros, o se lo cambian: cuánto hay
/// por leer, no esperar, avisar con señales.
pub(crate) const TELLING_REQUESTS: [u32; 3] = [0x541b, 0x5421, 0x5452];

const LOAD: u16 = 0x20;
const JUMP_EQUAL: u16 = 0x15;
const JUMP_GREATER_EQUAL: u16 = 0x35;
const JUMP_SET: u16 = 0x45;
const RETURN: u16 = 0x06;

const NUMBER_AT: u32 = 0;
const ARCH_AT: u32 = 4;
const ARGS_AT: u32 = 16;

fn low(arg: u32) -> u32 {
    ARGS_AT + 8 * arg
}

fn high(arg: u32) -> u32 {
    low(arg) + 4
}

fn statement(code: u16, k: u32) -> sock_filter {
    sock_filter {
        code,
        jt: 0,
        jf: 0,
        k,
    }
}

fn jump(code: u16, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code, jt, jf, k }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "se quiere cada mitad por separado"
)]
fn halves(value: u64) -> (u32, u32) {
    (value as u32, (value >> 32) as u32)
}

/// El programa del filtro.
pub(crate) fn program(magic: Magic) -> Vec<sock_filter> {
    let allow = statement(RETURN, libc::SECCOMP_RET_ALLOW);
    let trace = statement(RETURN, libc::SECCOMP_RET_TRACE);
    let refuse = statement(
        RETURN,
        libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs(),
    );
    let (magic_low, magic_high) = halves(magic.0);
    let mut code = vec![
        // Las llamadas de 32 bits pasarían sin ser vistas: no existen.
        statement(LOAD, ARCH_AT),
        jump(JUMP_EQUAL, AUDIT_ARCH, 1, 0),
        refuse,
        statement(LOAD, high(5)),
        jump(JUMP_EQUAL, magic_high, 0, 3),
        statement(LOAD, low(5)),
        jump(JUMP_EQUAL, magic_low, 0, 1),
        allow,
        statement(LOAD, NUMBER_AT),
        // Tampoco las de la interfaz x32, que se numeran desde aquí.
        jump(JUMP_GREATER_EQUAL, 0x4000_0000, 0, 1),
        refuse,
    ];
    let first_unknown = u32::try_from(FIRST_UNKNOWN).unwrap_or(u32::MAX);
    code.extend([jump(JUMP_GREATER_EQUAL, first_unknown, 0, 1), trace]);
    for number in visible_numbers() {
        let number32 = u32::try_from(number).unwrap_or(u32::MAX);
        match spec(number).kind {
            // De las proyecciones solo interesan las compartidas, las que pueden pisar
            // una compartida y las de un archivo.
            Kind::Map => code.extend([
                jump(JUMP_EQUAL, number32, 0, 5),
                statement(LOAD, low(3)),
                jump(
                    JUMP_SET,
                    (libc::MAP_SHARED | libc::MAP_FIXED).unsigned_abs(),
                    1,
                    0,
                ),
                jump(JUMP_SET, libc::MAP_ANONYMOUS.unsigned_abs(), 1, 0),
                trace,
                allow,
            ]),
            // Cada `printf` pregunta una vez qué es la salida: eso no cambia nunca.
            Kind::Look if spec(number).name == "newfstatat" => code.extend([
                jump(JUMP_EQUAL, number32, 0, 6),
                statement(LOAD, low(3)),
                jump(JUMP_SET, libc::AT_EMPTY_PATH.unsigned_abs(), 0, 3),
                statement(LOAD, low(0)),
                jump(JUMP_GREATER_EQUAL, 3, 1, 0),
                allow,
                trace,
            ]),
            // Y si es una terminal.
            Kind::Ioctl => {
                code.extend([jump(JUMP_EQUAL, number32, 0, 6), statement(LOAD, low(1))]);
                code.extend([
                    jump(JUMP_EQUAL, TELLING_REQUESTS[0], 3, 0),
                    jump(JUMP_EQUAL, TELLING_REQUESTS[1], 2, 0),
                    jump(JUMP_EQUAL, TELLING_REQUESTS[2], 1, 0),
                    allow,
                    trace,
                ]);
            }
            _ => code.extend([jump(JUMP_EQUAL, number32, 0, 1), trace]),
        }
    }
    let (_, arena_start) = halves(ARENA_START);
    let (_, arena_end) = halves(ARENA_END);
    for arg in 0..6 {
        code.extend([
            statement(LOAD, high(arg)),
            jump(JUMP_GREATER_EQUAL, arena_start, 0, 2),
            jump(JUMP_GREATER_EQUAL, arena_end, 1, 0),
            trace,
        ]);
    }
    code.push(allow);
    code
}
