//! Equivocación: crea un hijo dentro de allocate, y nadie lo espera.
//! Falla: hijo — «`allocate` crea un proceso, y nadie lo espera»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::libc;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use nix::unistd::{ForkResult, fork};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    let region = unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED)? };
    // SEGURIDAD: este programa tiene un solo hilo, y `_exit` no tiene requisitos.
    unsafe {
        if let ForkResult::Child = fork()? {
            libc::_exit(0);
        }
    }
    Ok(region)
}
