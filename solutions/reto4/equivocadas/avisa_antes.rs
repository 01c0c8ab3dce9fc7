//! Equivocación: avisa de que hay un byte antes de ponerlo.
//! Falla: mensaje — «no estaba escrito»
//! Y por eso: bloqueo

use std::cell::Cell;
use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::libc::{self, sem_t};

/// Una fila de huecos, de un byte cada uno, entre **un** proceso que pone y **otro**
/// que saca. Se sacan en el orden en que se pusieron.
///
/// Dos semáforos llevan las cuentas, una al revés que la otra: los huecos libres, que
/// gasta quien pone, y los bytes puestos, que gasta quien saca.
#[derive(Debug)]
pub struct BoundedBuffer {
    free: NonNull<sem_t>,
    filled: NonNull<sem_t>,
    cells: NonNull<u8>,
    slots: NonZeroUsize,
    /// Dónde va el siguiente. Solo lo usa quien pone: no hace falta compartirlo.
    next_put: Cell<usize>,
    /// Dónde está el siguiente. Solo lo usa quien saca.
    next_take: Cell<usize>,
}

impl BoundedBuffer {
    /// Los bytes de memoria compartida que ocupa un búfer de `slots` huecos: los dos
    /// semáforos y los huecos.
    pub fn bytes(slots: NonZeroUsize) -> NonZeroUsize {
        slots.saturating_add(2 * size_of::<sem_t>())
    }

    /// Prepara un búfer vacío en `place`: [`BoundedBuffer::bytes`] bytes a cero, al
    /// principio de una página compartida, que desde ahora son del búfer.
    ///
    /// Se llama una vez, antes de crear al hijo.
    ///
    /// # Errores
    /// Los de `sem_init(3)`: `EINVAL` si son más huecos de los que sabe contar.
    pub fn new(place: NonNull<c_void>, slots: NonZeroUsize) -> nix::Result<Self> {
        let count = u32::try_from(slots.get()).map_err(|_| Errno::EINVAL)?;
        let free = place.cast::<sem_t>();
        // SEGURIDAD: quien llama cede los bytes de dos semáforos y `slots` huecos,
        // alineados a una página: los dos sitios caen dentro.
        let (filled, cells) = unsafe { (free.add(1), free.add(2).cast::<u8>()) };
        // SEGURIDAD: son los sitios de antes, y el 1 dice que los usan dos procesos.
        Errno::result(unsafe { libc::sem_init(free.as_ptr(), 1, count) })?;
        // SEGURIDAD: lo mismo.
        Errno::result(unsafe { libc::sem_init(filled.as_ptr(), 1, 0) })?;
        Ok(Self {
            free,
            filled,
            cells,
            slots,
            next_put: Cell::new(0),
            next_take: Cell::new(0),
        })
    }

    /// Pone un byte. Si no queda ningún hueco, espera a que saquen uno.
    ///
    /// # Errores
    /// Los de `sem_wait(3)`, salvo `EINTR`, y los de `sem_post(3)`.
    pub fn put(&self, byte: u8) -> nix::Result<()> {
        wait(self.free)?;
        let cell = self.cell(&self.next_put);
        post(self.filled)?;
        // SEGURIDAD: ninguna: tras el aviso, el otro proceso puede estar leyendo aquí.
        unsafe { cell.write(byte) };
        Ok(())
    }

    /// Saca el byte que lleva más tiempo. Si no hay ninguno, espera a que lo pongan.
    ///
    /// # Errores
    /// Los de `sem_wait(3)`, salvo `EINTR`, y los de `sem_post(3)`.
    pub fn take(&self) -> nix::Result<u8> {
        wait(self.filled)?;
        // SEGURIDAD: `filled` dice que este hueco está escrito, y el otro proceso no lo
        // vuelve a usar hasta que avisemos con `free`.
        let byte = unsafe { self.cell(&self.next_take).read() };
        post(self.free)?;
        Ok(byte)
    }

    /// El hueco que toca, y avanza al siguiente dando la vuelta.
    fn cell(&self, next: &Cell<usize>) -> NonNull<u8> {
        let here = next.get();
        next.set((here + 1) % self.slots);
        // SEGURIDAD: `here` es menor que `slots`, y los huecos son nuestros.
        unsafe { self.cells.add(here) }
    }
}

/// Gasta una unidad, esperando a que la haya.
fn wait(semaphore: NonNull<sem_t>) -> nix::Result<()> {
    loop {
        // SEGURIDAD: `new` inició el semáforo, y su memoria vive más que el búfer.
        match Errno::result(unsafe { libc::sem_wait(semaphore.as_ptr()) }) {
            Ok(_) => return Ok(()),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Añade una unidad, y despierta a quien la espere.
fn post(semaphore: NonNull<sem_t>) -> nix::Result<()> {
    // SEGURIDAD: como en `wait`.
    Errno::result(unsafe { libc::sem_post(semaphore.as_ptr()) })?;
    Ok(())
}
