//! Equivocación: presta solo los primeros 16 bytes de la región.
//! Falla: historia — «Los bytes que dan as_bytes o as_bytes_mut no son los de la región»
//! Y por eso: rondas

use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::ptr::NonNull;
use std::slice;

use nix::sys::mman::munmap;

/// Quita de este proceso la región de `len` bytes que empieza en `region`.
pub fn release(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    // SEGURIDAD: quien llama entrega la región entera y no la vuelve a usar.
    unsafe { munmap(region, len.get()) }
}

/// Una región compartida que se libera sola cuando deja de usarse.
#[derive(Debug)]
pub struct SharedMemory {
    region: NonNull<c_void>,
    len: NonZeroUsize,
}

impl SharedMemory {
    /// Reserva `len` bytes compartidos, a cero.
    pub fn new(len: NonZeroUsize) -> nix::Result<Self> {
        let region = paso1::allocate(len)?;
        Ok(Self { region, len })
    }

    /// Los bytes de la región, para leer.
    pub fn as_bytes(&self) -> &[u8] {
        // SEGURIDAD: la región tiene por lo menos una página.
        unsafe { slice::from_raw_parts(self.region.as_ptr().cast(), 16) }
    }

    /// Los bytes de la región, para leer y escribir.
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        // SEGURIDAD: como en `as_bytes`, y el préstamo es único.
        unsafe { slice::from_raw_parts_mut(self.region.as_ptr().cast(), self.len.get()) }
    }

    /// Libera la región y cuenta si algo salió mal.
    pub fn release(self) -> nix::Result<()> {
        let this = ManuallyDrop::new(self);
        release(this.region, this.len)
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        let _ = release(self.region, self.len);
    }
}
