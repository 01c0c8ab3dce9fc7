//! Equivocación: reserva siempre una página, se pida lo que se pida.
//! Falla: longitud — «La región mide menos de lo que se pidió»
//! Y por eso: ceros, hijo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let page = NonZeroUsize::new(4096).unwrap_or(len);
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, page, protection, MapFlags::MAP_SHARED) }
}
