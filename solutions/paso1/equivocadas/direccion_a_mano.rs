//! Equivocación: elige la dirección con MAP_FIXED, y borra lo que hubiera en ella.
//! Falla: rechazo — «Se pide con MAP_FIXED»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    let here = NonZeroUsize::new(0x1000_0000);
    let flags = MapFlags::MAP_SHARED | MapFlags::MAP_FIXED;
    // SEGURIDAD: (falsa) «esa dirección no la usa nadie».
    unsafe { mmap_anonymous(here, len, protection, flags) }
}
