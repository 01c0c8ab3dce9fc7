//! Equivocación: «limpia» la región llenándola de espacios.
//! Falla: ceros — «El byte 0 ya vale 32»
//! Y por eso: hijo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    let region = unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }?;
    // SEGURIDAD: la región acaba de nacer y mide `len` bytes.
    unsafe { region.cast::<u8>().write_bytes(b' ', len.get()) };
    Ok(region)
}
