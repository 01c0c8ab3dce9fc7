//! Alternativa: reserva sin ningún permiso y los pone después, con mprotect.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, mprotect, munmap};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    let region = unsafe { mmap_anonymous(None, len, ProtFlags::PROT_NONE, MapFlags::MAP_SHARED)? };
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: la región es nuestra, y todavía no la usa nadie.
    if let Err(errno) = unsafe { mprotect(region, len.get(), protection) } {
        // SEGURIDAD: lo mismo, y desde aquí ya no se va a usar.
        let _ = unsafe { munmap(region, len.get()) };
        return Err(errno);
    }
    Ok(region)
}
