//! Rareza: la región vive en otra estructura, que es la que se libera, dentro de un `Box`.
//! Paso: paso5

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use std::slice;

use nix::sys::mman::munmap;

pub fn release(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    // SEGURIDAD: quien llama entrega la región entera.
    unsafe { munmap(region, len.get()) }
}

#[derive(Debug)]
struct Owner {
    parts: Option<(NonNull<c_void>, NonZeroUsize)>,
}

impl Owner {
    fn give_back(&mut self) -> nix::Result<()> {
        self.parts
            .take()
            .map_or(Ok(()), |(region, len)| release(region, len))
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let _ = self.give_back();
    }
}

#[derive(Debug)]
pub struct SharedMemory {
    owner: Box<Owner>,
}

impl SharedMemory {
    pub fn new(len: NonZeroUsize) -> nix::Result<Self> {
        let region = paso1::allocate(len)?;
        let parts = Some((region, len));
        Ok(Self {
            owner: Box::new(Owner { parts }),
        })
    }

    pub fn as_bytes(&self) -> &[u8] {
        match self.owner.parts {
            // SEGURIDAD: no se ha liberado.
            Some((region, len)) => unsafe { slice::from_raw_parts(region.as_ptr().cast(), len.get()) },
            None => &[],
        }
    }

    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        match self.owner.parts {
            // SEGURIDAD: no se ha liberado, y el préstamo es único.
            Some((region, len)) => unsafe {
                slice::from_raw_parts_mut(region.as_ptr().cast(), len.get())
            },
            None => &mut [],
        }
    }

    pub fn release(mut self) -> nix::Result<()> {
        self.owner.give_back()
    }
}
