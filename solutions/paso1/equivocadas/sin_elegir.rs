//! Equivocación: no elige entre MAP_SHARED y MAP_PRIVATE.
//! Falla: compartida — «falta elegir entre MAP_SHARED y MAP_PRIVATE»
//! Y por eso: permisos, longitud, ceros, hijo, rechazo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::empty()) }
}
