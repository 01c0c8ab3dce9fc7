//! Equivocación: pide también permiso de ejecución, por si acaso.
//! Falla: permisos — «Los permisos de la región son `rwxs`»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE | ProtFlags::PROT_EXEC;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }
}
