//! Equivocación: llama a mmap una vez para ver si se puede y otra para usarla.
//! Falla: longitud — «Se llama a mmap más de una vez»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    if unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }.is_err() {
        return Err(Errno::last());
    }
    // SEGURIDAD: como arriba.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }
}
