//! El trampolín: unas pocas instrucciones que quien explora deja en el proceso para
//! que haga llamadas de su parte, una o varias seguidas, y se pare al acabar.
//!
//! Dar un paso desde cualquier instrucción `syscall` sirve igual, pero solo hace una
//! llamada por parada, y cada paso obliga al núcleo a tocar los registros de
//! depuración, que en una máquina virtual es de lo más caro.

use super::Regs;

/// Lo que ocupa en la tabla cada llamada: su número y cinco argumentos. Al hacerla, lo
/// que devuelve queda en el lugar del número. El sexto es el mismo en todas.
pub(crate) const CALL_WORDS: usize = 6;

/// Dónde empiezan las instrucciones de hacer varias.
const SEVERAL_AT: u64 = 3;

/// Las instrucciones. No dependen de dónde estén.
pub(crate) const TRAMPOLINE: &[u8] = &[
    0x0f, 0x05, // syscall
    0xcc, // int3
    // Varias: en `rbx`, la próxima de la tabla; en `r12`, cuántas quedan.
    0x48, 0x8b, 0x03, // mov rax, [rbx]
    0x48, 0x8b, 0x7b, 0x08, // mov rdi, [rbx+8]
    0x48, 0x8b, 0x73, 0x10, // mov rsi, [rbx+16]
    0x48, 0x8b, 0x53, 0x18, // mov rdx, [rbx+24]
    0x4c, 0x8b, 0x53, 0x20, // mov r10, [rbx+32]
    0x4c, 0x8b, 0x43, 0x28, // mov r8, [rbx+40]
    0x0f, 0x05, // syscall
    0x48, 0x89, 0x03, // mov [rbx], rax
    0x48, 0x83, 0xc3, 0x30, // add rbx, 48
    0x49, 0xff, 0xcc, // dec r12
    0x75, 0xdb, // jnz: la siguiente
    0xcc, // int3
];

impl Regs {
    /// Deja el proceso ante las instrucciones que hacen las `count` llamadas de la tabla
    /// que está en `table`, todas con este sexto argumento.
    pub fn aim_several(&mut self, trampoline: u64, table: u64, count: usize, sixth: u64) {
        self.aim_call(trampoline + SEVERAL_AT, -1, [0, 0, 0, 0, 0, sixth]);
        self.0.rbx = table;
        self.0.r12 = count as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::super::machine::{CODE_AT, DATA_AT, Machine};
    use super::*;
    use crate::sys::{self, Resume, Stop};

    fn run(machine: &Machine, regs: &Regs) -> Regs {
        sys::set_regs(machine.pid, regs).expect("registros");
        sys::resume(machine.pid, Resume::Free, 0).expect("sigue");
        assert_eq!(sys::wait(machine.pid), Ok(Stop::Signal(libc::SIGTRAP)));
        sys::regs(machine.pid).expect("registros")
    }

    #[test]
    fn una_llamada() {
        let machine = Machine::start();
        machine.put(CODE_AT, TRAMPOLINE);
        let mut regs = sys::regs(machine.pid).expect("registros");
        regs.aim_call(machine.address(CODE_AT), libc::SYS_getpid, [0; 6]);
        assert_eq!(run(&machine, &regs).result(), i64::from(machine.pid));
    }

    #[test]
    fn varias_llamadas_seguidas_con_todos_sus_argumentos() {
        let machine = Machine::start();
        machine.put(CODE_AT, TRAMPOLINE);
        let at = 0x1000_0000_u64;
        let anonymous = u64::from((libc::MAP_PRIVATE | libc::MAP_ANONYMOUS).unsigned_abs());
        let fixed = u64::from(libc::MAP_FIXED.unsigned_abs());
        let calls: [[u64; CALL_WORDS]; 3] = [
            [libc::SYS_getpid.cast_unsigned(), 0, 0, 0, 0, 0],
            [
                libc::SYS_mmap.cast_unsigned(),
                at,
                4096,
                3,
                anonymous | fixed,
                u64::MAX,
            ],
            [libc::SYS_munmap.cast_unsigned(), at + 1, 4096, 0, 0, 0],
        ];
        let table: Vec<u8> = calls
            .iter()
            .flatten()
            .flat_map(|word| word.to_ne_bytes())
            .collect();
        machine.put(DATA_AT, &table);

        let mut regs = sys::regs(machine.pid).expect("registros");
        regs.aim_several(
            machine.address(CODE_AT),
            machine.address(DATA_AT),
            calls.len(),
            0,
        );
        run(&machine, &regs);

        let results: Vec<i64> = (0..calls.len())
            .map(|n| machine.get(DATA_AT + 8 * CALL_WORDS * n, 8))
            .map(|bytes| i64::from_ne_bytes(bytes.try_into().expect("ocho bytes")))
            .collect();
        let invalid = i64::from(-libc::EINVAL);
        assert_eq!(results, [i64::from(machine.pid), at.cast_signed(), invalid]);
    }
}
