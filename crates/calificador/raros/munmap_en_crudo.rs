//! Rareza: llama a munmap por su número y guarda la región como un puntero ancho.
//! Paso: paso5

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use std::mem;

use nix::errno::Errno;
use nix::libc;

pub fn release(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    // SEGURIDAD: quien llama entrega la región entera.
    let result = unsafe { libc::syscall(libc::SYS_munmap, region.as_ptr(), len.get()) };
    Errno::result(result).map(drop)
}

#[derive(Debug)]
#[repr(transparent)]
pub struct SharedMemory {
    bytes: NonNull<[u8]>,
}

impl SharedMemory {
    pub fn new(len: NonZeroUsize) -> nix::Result<Self> {
        let first = paso1::allocate(len)?.cast::<u8>();
        Ok(Self {
            bytes: NonNull::slice_from_raw_parts(first, len.get()),
        })
    }

    pub fn as_bytes(&self) -> &[u8] {
        // SEGURIDAD: no se ha liberado.
        unsafe { self.bytes.as_ref() }
    }

    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        // SEGURIDAD: no se ha liberado, y el préstamo es único.
        unsafe { self.bytes.as_mut() }
    }

    pub fn release(self) -> nix::Result<()> {
        let result = self.unmap();
        mem::forget(self);
        result
    }

    fn unmap(&self) -> nix::Result<()> {
        match NonZeroUsize::new(self.bytes.len()) {
            Some(len) => release(self.bytes.cast(), len),
            None => Ok(()),
        }
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        let _ = self.unmap();
    }
}
