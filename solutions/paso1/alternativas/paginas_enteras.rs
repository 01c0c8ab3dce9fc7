//! Alternativa: redondea la longitud a páginas, bien, antes de pedirla.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use nix::unistd::{SysconfVar, sysconf};

fn request(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let flags = MapFlags::MAP_SHARED | MapFlags::MAP_ANONYMOUS | MapFlags::MAP_POPULATE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    unsafe {
        mmap_anonymous(
            None,
            len,
            ProtFlags::PROT_READ | ProtFlags::PROT_WRITE,
            flags,
        )
    }
}

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let page = sysconf(SysconfVar::PAGE_SIZE)?
        .and_then(|size| usize::try_from(size).ok())
        .ok_or(Errno::EINVAL)?;
    let whole = len
        .get()
        .checked_next_multiple_of(page)
        .ok_or(Errno::ENOMEM)?;
    let whole = NonZeroUsize::new(whole).ok_or(Errno::EINVAL)?;
    match request(whole) {
        Ok(region) => Ok(region),
        Err(errno) => Err(errno),
    }
}
