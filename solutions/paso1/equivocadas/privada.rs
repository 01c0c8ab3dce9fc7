//! Equivocación: pide la región con MAP_PRIVATE, y cada proceso acaba con su copia.
//! Falla: compartida — «La región es privada: sus permisos son `rw-p`»
//! Y por eso: longitud, hijo, rechazo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_PRIVATE) }
}
