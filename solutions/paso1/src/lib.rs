//! Paso 1, asignar: una región de memoria que dos procesos pueden ver.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
///
/// Lo que un proceso escriba en la región lo verán también los hijos que nazcan
/// después: no hay una copia para cada uno. Véase `mmap(2)`.
///
/// # Errores
/// Los de `mmap(2)`, tal como llegan: `ENOMEM` si no hay memoria o si ya hay
/// demasiadas proyecciones.
// ANCHOR: allocate
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre, así que esta
    // llamada no puede pisar memoria que ya esté en uso.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }
}
// ANCHOR_END: allocate
