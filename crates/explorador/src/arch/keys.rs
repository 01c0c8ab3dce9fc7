//! Las llaves de protección de `x86_64` (PKU): cerrar y abrir memoria a un
//! proceso cambiándole un registro, sin hacerle hacer ninguna llamada.

use std::arch::x86_64::{__cpuid_count, CpuidResult};
use std::sync::OnceLock;

use nix::errno::Errno;

use crate::sys::{Pid, Sys};

/// `NT_X86_XSTATE`: el estado extendido del procesador, con el registro PKRU.
const XSTATE: usize = 0x202;

/// El componente PKRU dentro de ese estado.
const PKRU: u32 = 9;

/// Dónde empieza la cabecera que dice qué componentes valen.
const HEADER: usize = 512;

/// El código de `SIGSEGV` de un acceso que la llave impide.
pub(crate) const KEY_FAULT: i32 = 4;

/// El estado extendido: cuánto mide y dónde está en él el registro PKRU.
#[derive(Clone, Copy)]
struct Layout {
    bytes: usize,
    pkru: usize,
}

/// `None` si el procesador no tiene ese registro.
fn layout() -> Option<Layout> {
    static LAYOUT: OnceLock<Option<Layout>> = OnceLock::new();
    *LAYOUT.get_or_init(|| {
        let found = cpuid(0xd, PKRU);
        let whole = cpuid(0xd, 0);
        (found.eax >= 4).then(|| Layout {
            // Lo que mediría con todo lo que el procesador tiene.
            bytes: usize::try_from(whole.ecx).unwrap_or(0),
            pkru: usize::try_from(found.ebx).unwrap_or(0),
        })
    })
}

#[allow(
    unused_unsafe,
    reason = "en el Rust mínimo del curso, `__cpuid_count` todavía pide `unsafe`"
)]
fn cpuid(leaf: u32, subleaf: u32) -> CpuidResult {
    // SEGURIDAD: todo `x86_64` tiene la instrucción, y no toca memoria.
    unsafe { __cpuid_count(leaf, subleaf) }
}

fn state(what: libc::c_uint, pid: Pid, bytes: &mut [u8]) -> Sys<usize> {
    let mut area = libc::iovec {
        iov_base: bytes.as_mut_ptr().cast(),
        iov_len: bytes.len(),
    };
    // SEGURIDAD: `area` describe `bytes`, que vive durante la llamada.
    let done = unsafe { libc::ptrace(what, pid, XSTATE, &raw mut area) };
    Errno::result(done).map(|_| area.iov_len)
}

/// Deja al proceso usar la memoria de la llave `key`, o se lo impide.
pub(crate) fn set_key(pid: Pid, key: u32, open: bool) -> Sys<()> {
    let Layout { bytes, pkru: at } = layout().ok_or(Errno::ENOSYS)?;
    let mut bytes = vec![0; bytes];
    let length = state(libc::PTRACE_GETREGSET, pid, &mut bytes)?;
    bytes.truncate(length);
    let valid = bytes.get(HEADER + 1).copied().ok_or(Errno::ENOSYS)?;
    let mut register = [0; 4];
    if valid & (1 << (PKRU - 8)) != 0 {
        register.copy_from_slice(bytes.get(at..at + 4).ok_or(Errno::ENOSYS)?);
    }
    let denied = 0b11 << (2 * key);
    let before = u32::from_le_bytes(register);
    let after = if open {
        before & !denied
    } else {
        before | denied
    };
    bytes[HEADER + 1] |= 1 << (PKRU - 8);
    bytes
        .get_mut(at..at + 4)
        .ok_or(Errno::ENOSYS)?
        .copy_from_slice(&after.to_le_bytes());
    state(libc::PTRACE_SETREGSET, pid, &mut bytes).map(drop)
}
