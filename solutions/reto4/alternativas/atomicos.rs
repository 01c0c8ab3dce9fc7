//! Alternativa: dos cuentas atómicas que solo crecen, y ceder el procesador al esperar.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};

use nix::sched::sched_yield;

/// Lo que va al principio de la región; detrás van los huecos.
#[derive(Debug)]
#[repr(C)]
struct Counters {
    /// Cuántos se han puesto en total. Solo la cambia quien pone.
    put: AtomicUsize,
    /// Cuántos se han sacado en total. Solo la cambia quien saca.
    taken: AtomicUsize,
}

/// Una fila de huecos, de un byte cada uno.
#[derive(Debug)]
pub struct BoundedBuffer {
    counters: NonNull<Counters>,
    cells: NonNull<u8>,
    slots: NonZeroUsize,
}

impl BoundedBuffer {
    /// Los bytes que ocupa.
    pub fn bytes(slots: NonZeroUsize) -> NonZeroUsize {
        slots.saturating_add(size_of::<Counters>())
    }

    /// Prepara un búfer vacío.
    pub fn new(place: NonNull<c_void>, slots: NonZeroUsize) -> nix::Result<Self> {
        let counters = place.cast::<Counters>();
        // SEGURIDAD: quien llama cede `bytes` bytes, alineados a una página y a cero,
        // que es como empiezan las dos cuentas.
        let cells = unsafe { counters.add(1).cast() };
        Ok(Self {
            counters,
            cells,
            slots,
        })
    }

    /// Pone un byte.
    pub fn put(&self, byte: u8) -> nix::Result<()> {
        let put = self.counters().put.load(Ordering::Relaxed);
        while put - self.counters().taken.load(Ordering::Acquire) == self.slots.get() {
            sched_yield()?;
        }
        // SEGURIDAD: hay un hueco libre, y el otro no lo mira hasta que suba la cuenta.
        unsafe { self.cells.add(put % self.slots).write(byte) };
        self.counters().put.store(put + 1, Ordering::Release);
        Ok(())
    }

    /// Saca el más antiguo.
    pub fn take(&self) -> nix::Result<u8> {
        let taken = self.counters().taken.load(Ordering::Relaxed);
        while self.counters().put.load(Ordering::Acquire) == taken {
            sched_yield()?;
        }
        // SEGURIDAD: está escrito, y el otro no lo pisa hasta que suba la cuenta.
        let byte = unsafe { self.cells.add(taken % self.slots).read() };
        self.counters().taken.store(taken + 1, Ordering::Release);
        Ok(byte)
    }

    fn counters(&self) -> &Counters {
        // SEGURIDAD: está en la región, que vive más que el búfer, y es todo atómico.
        unsafe { self.counters.as_ref() }
    }
}
