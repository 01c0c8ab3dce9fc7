//! Llamadas al sistema que dicen que no, para ver qué hace el programa.
//!
//! Un filtro de seccomp (`seccomp(2)`, `SECCOMP_RET_ERRNO`) que se pone el propio
//! proceso antes de `execve`: la llamada no llega a ejecutarse y devuelve el error
//! elegido. Lo aplica el núcleo, no hace falta `ptrace`, y lo heredan los hijos.

use explorador::cage::install_filter;
use nix::errno::Errno;
use nix::libc::{self, c_long, sock_filter};
use nix::sys::prctl::set_no_new_privs;

/// Bytes de `struct seccomp_data` hasta cada campo que se mira.
const NUMBER_AT: u32 = 0;
const ARCH_AT: u32 = 4;
const ARGS_AT: u32 = 16;

#[cfg(target_arch = "x86_64")]
const ARCH: u32 = 0xC000_003E;
#[cfg(target_arch = "aarch64")]
const ARCH: u32 = 0xC000_00B7;

/// Una llamada que se va a rechazar, y con qué error.
#[derive(Debug, Clone)]
pub struct Refusal {
    numbers: Vec<c_long>,
    condition: Option<Condition>,
    errno: Errno,
}

/// Solo se rechaza si `arg & mask == value` (los 32 bits bajos del argumento).
#[derive(Debug, Clone, Copy)]
struct Condition {
    arg: u32,
    mask: u32,
    value: u32,
}

impl Refusal {
    /// Todo `mmap` con `MAP_SHARED`. El cargador y la biblioteca de C solo usan
    /// proyecciones privadas, así que no les afecta.
    pub fn shared_mmap(errno: Errno) -> Self {
        let flag = libc::MAP_SHARED.cast_unsigned();
        let condition = Condition {
            arg: 3,
            mask: flag,
            value: flag,
        };
        Self {
            numbers: vec![libc::SYS_mmap],
            condition: Some(condition),
            errno,
        }
    }

    /// Todo `mmap` compartido que exige su dirección (`MAP_FIXED`). El cargador también usa
    /// `MAP_FIXED`, pero con proyecciones privadas.
    pub fn fixed_mmap(errno: Errno) -> Self {
        let flags = (libc::MAP_SHARED | libc::MAP_FIXED).cast_unsigned();
        let condition = Condition {
            arg: 3,
            mask: flags,
            value: flags,
        };
        Self {
            numbers: vec![libc::SYS_mmap],
            condition: Some(condition),
            errno,
        }
    }

    /// Toda creación de un proceso.
    pub fn fork(errno: Errno) -> Self {
        #[cfg(target_arch = "x86_64")]
        let numbers = vec![
            libc::SYS_fork,
            libc::SYS_vfork,
            libc::SYS_clone,
            libc::SYS_clone3,
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let numbers = vec![libc::SYS_clone, libc::SYS_clone3];
        Self {
            numbers,
            condition: None,
            errno,
        }
    }

    /// Todo `munmap` de exactamente `len` bytes. Con una longitud rara, no es de
    /// nadie más que del programa.
    pub fn munmap(len: u32, errno: Errno) -> Self {
        let condition = Condition {
            arg: 1,
            mask: u32::MAX,
            value: len,
        };
        Self {
            numbers: vec![libc::SYS_munmap],
            condition: Some(condition),
            errno,
        }
    }

    /// Todo `ptrace`, como en un contenedor que no deja trazar procesos.
    pub fn ptrace(errno: Errno) -> Self {
        Self {
            numbers: vec![libc::SYS_ptrace],
            condition: None,
            errno,
        }
    }

    /// El fragmento del filtro para este rechazo: si no es el caso, sigue.
    fn compile(&self, program: &mut Vec<sock_filter>) {
        for &number in &self.numbers {
            let verdict = ret(libc::SECCOMP_RET_ERRNO | self.errno as u32);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            match self.condition {
                None => program.extend([load(NUMBER_AT), skip_unless(number, 1), verdict]),
                Some(Condition { arg, mask, value }) => program.extend([
                    load(NUMBER_AT),
                    skip_unless(number, 4),
                    load(ARGS_AT + 8 * arg),
                    and(mask),
                    skip_unless(value, 1),
                    verdict,
                ]),
            }
        }
    }
}

/// El filtro completo, listo para ponérselo entre `fork` y `execve`.
pub(super) struct Filter(Vec<sock_filter>);

impl Filter {
    pub(super) fn new(refusals: &[Refusal]) -> Self {
        // Con otra arquitectura los números significan otra cosa: se deja pasar.
        let mut program = vec![
            load(ARCH_AT),
            skip_if(ARCH, 1),
            ret(libc::SECCOMP_RET_ALLOW),
        ];
        for refusal in refusals {
            refusal.compile(&mut program);
        }
        program.push(ret(libc::SECCOMP_RET_ALLOW));
        Self(program)
    }

    /// Pone el filtro a este proceso y a los que nazcan de él.
    ///
    /// Solo hace llamadas al sistema: se puede usar después de `fork`.
    pub(super) fn install(&self) -> nix::Result<()> {
        set_no_new_privs()?;
        install_filter(&self.0)
    }
}

const fn instruction(code: u32, jt: u8, jf: u8, k: u32) -> sock_filter {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "los códigos de BPF caben en 16 bits"
    )]
    sock_filter {
        code: code as u16,
        jt,
        jf,
        k,
    }
}

fn load(offset: u32) -> sock_filter {
    instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, offset)
}

fn and(mask: u32) -> sock_filter {
    instruction(libc::BPF_ALU | libc::BPF_AND | libc::BPF_K, 0, 0, mask)
}

fn skip_unless(value: u32, count: u8) -> sock_filter {
    instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 0, count, value)
}

fn skip_if(value: u32, count: u8) -> sock_filter {
    instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, count, 0, value)
}

fn ret(action: u32) -> sock_filter {
    instruction(libc::BPF_RET | libc::BPF_K, 0, 0, action)
}
