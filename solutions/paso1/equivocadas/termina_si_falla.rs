//! Equivocación: si mmap falla, termina el programa en lugar de devolver el error.
//! Falla: rechazo — «Tu función termina el programa (con `exit`)»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    match unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) } {
        Ok(region) => Ok(region),
        Err(errno) => {
            eprintln!("mmap: {errno}");
            std::process::exit(1);
        }
    }
}
