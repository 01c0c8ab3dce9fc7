//! Alternativa: cada byte de una tubería es una ficha: una por hueco libre, otra por byte.

use std::cell::Cell;
use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::os::fd::OwnedFd;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::unistd::{pipe, read, write};

/// Una bolsa de fichas que ven los dos procesos.
#[derive(Debug)]
struct Tokens {
    out: OwnedFd,
    into: OwnedFd,
}

impl Tokens {
    fn new(count: usize) -> nix::Result<Self> {
        let (out, into) = pipe()?;
        let tokens = Self { out, into };
        for _ in 0..count {
            tokens.give()?;
        }
        Ok(tokens)
    }

    fn give(&self) -> nix::Result<()> {
        loop {
            match write(&self.into, b".") {
                Err(Errno::EINTR) => {}
                result => return result.map(drop),
            }
        }
    }

    fn take(&self) -> nix::Result<()> {
        loop {
            match read(&self.out, &mut [0]) {
                Err(Errno::EINTR) => {}
                result => return result.map(drop),
            }
        }
    }
}

/// Una fila de huecos, de un byte cada uno.
#[derive(Debug)]
pub struct BoundedBuffer {
    free: Tokens,
    filled: Tokens,
    cells: NonNull<u8>,
    slots: NonZeroUsize,
    next_put: Cell<usize>,
    next_take: Cell<usize>,
}

impl BoundedBuffer {
    /// Los bytes que ocupa: solo los huecos.
    pub fn bytes(slots: NonZeroUsize) -> NonZeroUsize {
        slots
    }

    /// Prepara un búfer vacío.
    pub fn new(place: NonNull<c_void>, slots: NonZeroUsize) -> nix::Result<Self> {
        Ok(Self {
            free: Tokens::new(slots.get())?,
            filled: Tokens::new(0)?,
            cells: place.cast(),
            slots,
            next_put: Cell::new(0),
            next_take: Cell::new(0),
        })
    }

    /// Pone un byte.
    pub fn put(&self, byte: u8) -> nix::Result<()> {
        self.free.take()?;
        // SEGURIDAD: la ficha nos da este hueco hasta que demos la otra.
        unsafe { self.cell(&self.next_put).write(byte) };
        self.filled.give()
    }

    /// Saca el más antiguo.
    pub fn take(&self) -> nix::Result<u8> {
        self.filled.take()?;
        // SEGURIDAD: la ficha dice que está escrito, y es nuestro hasta dar la otra.
        let byte = unsafe { self.cell(&self.next_take).read() };
        self.free.give()?;
        Ok(byte)
    }

    fn cell(&self, next: &Cell<usize>) -> NonNull<u8> {
        let here = next.get();
        next.set((here + 1) % self.slots);
        // SEGURIDAD: `here` es menor que `slots`, y los huecos son nuestros.
        unsafe { self.cells.add(here) }
    }
}
