//! Rareza: abre /dev/zero y lo proyecta compartido, como antes de MAP_ANONYMOUS.
//! Paso: paso1

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use std::fs::File;

use nix::errno::Errno;
use nix::sys::mman::{MapFlags, ProtFlags, mmap};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let zero = File::options()
        .read(true)
        .write(true)
        .open("/dev/zero")
        .map_err(|error| error.raw_os_error().map_or(Errno::EIO, Errno::from_raw))?;
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe { mmap(None, len, protection, MapFlags::MAP_SHARED, zero, 0) }
}
