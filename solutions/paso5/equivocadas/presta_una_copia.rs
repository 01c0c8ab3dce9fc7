//! Equivocación: presta una copia de los bytes: lo que se escribe se pierde.
//! Falla: historia — «prestan una copia»
//! Y por eso: una_vez, medida, drop, error, rechazos, rondas

use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::ptr::NonNull;
use std::slice;

use nix::sys::mman::munmap;

/// Quita de este proceso la región de `len` bytes que empieza en `region`.
///
/// En los demás procesos que la compartan sigue estando. Después de esta
/// llamada, tocar la región mata al proceso con `SIGSEGV`. Véase `munmap(2)`.
///
/// # Errores
/// Los de `munmap(2)`: `EINVAL` si la dirección o la longitud no valen.
pub fn release(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    // SEGURIDAD: quien llama entrega la región entera y no la vuelve a usar; esa
    // es la obligación que documenta esta función.
    unsafe { munmap(region, len.get()) }
}

/// Una región compartida que se libera sola cuando deja de usarse.
///
/// Es la dueña de la región **en este proceso**. Un hijo hereda la proyección,
/// pero no esta variable: tiene que liberar la suya con [`release`].
#[derive(Debug)]
pub struct SharedMemory {
    region: NonNull<c_void>,
    len: NonZeroUsize,
}

impl SharedMemory {
    /// Reserva `len` bytes compartidos, a cero.
    ///
    /// # Errores
    /// Los de `mmap(2)`.
    pub fn new(len: NonZeroUsize) -> nix::Result<Self> {
        let region = paso1::allocate(len)?;
        Ok(Self { region, len })
    }

    /// Los bytes de la región, para leer.
    ///
    /// Mientras dure el préstamo ningún otro proceso debe escribir en ella: de
    /// eso se encarga la sincronización, no el compilador.
    pub fn as_bytes(&self) -> &[u8] {
        // SEGURIDAD: `new` reservó `len` bytes a partir de `region`, y no se
        // liberan hasta que `self` desaparece. Que nadie más escriba mientras
        // tanto es la deuda que paga la puerta del paso 4.
        unsafe { slice::from_raw_parts(self.region.as_ptr().cast(), self.len.get()) }
    }

    /// Los bytes de la región, para leer y escribir.
    ///
    /// Mientras dure el préstamo ningún otro proceso debe leerla ni escribirla.
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        // SEGURIDAD: como en `as_bytes`; además, `&mut self` impide que este
        // mismo proceso tenga otro préstamo a la vez.
        unsafe { slice::from_raw_parts(self.region.as_ptr().cast::<u8>(), self.len.get()) }
            .to_vec()
            .leak()
    }

    /// Libera la región y cuenta si algo salió mal.
    ///
    /// # Errores
    /// Los de `munmap(2)`.
    pub fn release(self) -> nix::Result<()> {
        // Sin `ManuallyDrop`, al salir de aquí `drop` la liberaría otra vez.
        let this = ManuallyDrop::new(self);
        release(this.region, this.len)
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        // `drop` no puede devolver el error: quien quiera saberlo llama a `release`.
        let _ = release(self.region, self.len);
    }
}
