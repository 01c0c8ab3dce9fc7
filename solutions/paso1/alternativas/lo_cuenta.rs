//! Alternativa: además de devolver el error, lo cuenta por la salida de errores.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    let region = unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) };
    region.inspect_err(|errno| eprintln!("allocate: {errno}"))
}
