//! Equivocación: proyecta un archivo en memoria en lugar de memoria anónima.
//! Falla: compartida — «detrás hay un archivo: /memfd:region»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::mman::{MapFlags, ProtFlags, mmap};
use nix::unistd::ftruncate;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let file = memfd_create(c"region", MFdFlags::empty())?;
    ftruncate(
        &file,
        i64::try_from(len.get()).map_err(|_| Errno::EOVERFLOW)?,
    )?;
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap(None, len, protection, MapFlags::MAP_SHARED, &file, 0) }
}
