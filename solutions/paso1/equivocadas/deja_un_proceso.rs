//! Equivocación: deja en marcha otro programa con la salida abierta.
//! Falla: hijo — «dejó 1 proceso en marcha»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use std::process::Command;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let _ = Command::new("sleep").arg("600").spawn();
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }
}
