//! Alternativa: proyecta /dev/zero, como antes de que existiera MAP_ANONYMOUS.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::fcntl::{OFlag, open};
use nix::sys::mman::{MapFlags, ProtFlags, mmap};
use nix::sys::stat::Mode;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let zero = open("/dev/zero", OFlag::O_RDWR, Mode::empty())?;
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre. La región no necesita que el
    // descriptor siga abierto.
    unsafe { mmap(None, len, protection, MapFlags::MAP_SHARED, &zero, 0) }
}
