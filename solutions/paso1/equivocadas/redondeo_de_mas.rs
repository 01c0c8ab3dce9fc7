//! Equivocación: redondea a páginas por su cuenta, y cuando la cuenta es justa pide una de más.
//! Falla: longitud — «Se pide de más»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

const PAGE: usize = 4096;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    // El núcleo trabaja con páginas enteras.
    let pages = len.get() / PAGE + 1;
    let len = NonZeroUsize::new(pages * PAGE).unwrap_or(len);
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }
}
