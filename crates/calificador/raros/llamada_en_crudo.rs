//! Rareza: llama a mmap por su número, sin biblioteca de por medio.
//! Paso: paso1

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::libc;

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    // SEGURIDAD: el núcleo elige un hueco libre.
    let place = unsafe { libc::syscall(libc::SYS_mmap, 0, len.get(), protection, flags, -1, 0) };
    let place = Errno::result(place)?;
    NonNull::new(place as *mut c_void).ok_or(Errno::ENOMEM)
}
