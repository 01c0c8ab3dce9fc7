//! Alternativa: guarda la región en un Option y la saca al liberarla.

use std::ffi::c_void;
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
    region: Option<NonNull<c_void>>,
    len: NonZeroUsize,
}

impl SharedMemory {
    /// Reserva `len` bytes compartidos, a cero.
    pub fn new(len: NonZeroUsize) -> nix::Result<Self> {
        let region = Some(paso1::allocate(len)?);
        Ok(Self { region, len })
    }

    /// Los bytes de la región, para leer.
    pub fn as_bytes(&self) -> &[u8] {
        let Some(region) = self.region else {
            return &[];
        };
        // SEGURIDAD: `new` reservó `len` bytes, y todavía no se han liberado.
        unsafe { slice::from_raw_parts(region.as_ptr().cast(), self.len.get()) }
    }

    /// Los bytes de la región, para leer y escribir.
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        let Some(region) = self.region else {
            return &mut [];
        };
        // SEGURIDAD: como en `as_bytes`, y el préstamo es único.
        unsafe { slice::from_raw_parts_mut(region.as_ptr().cast(), self.len.get()) }
    }

    /// Libera la región y cuenta si algo salió mal.
    pub fn release(mut self) -> nix::Result<()> {
        match self.region.take() {
            Some(region) => release(region, self.len),
            None => Ok(()),
        }
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        if let Some(region) = self.region.take() {
            let _ = release(region, self.len);
        }
    }
}
