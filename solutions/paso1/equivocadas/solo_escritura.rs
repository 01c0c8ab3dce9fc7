//! Equivocación: cree que el permiso de escritura incluye el de lectura.
//! Falla: permisos — «Los permisos de la región son `-w-s`»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, ProtFlags::PROT_WRITE, MapFlags::MAP_SHARED) }
}
