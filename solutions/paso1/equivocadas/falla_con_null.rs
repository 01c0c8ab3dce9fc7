//! Equivocación: cree que mmap falla con NULL, y toma MAP_FAILED por una dirección.
//! Falla: rechazo — «mmap no falla con NULL sino con MAP_FAILED»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::libc;

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    let region = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            len.get(),
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_SHARED | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    NonNull::new(region).ok_or_else(Errno::last)
}
