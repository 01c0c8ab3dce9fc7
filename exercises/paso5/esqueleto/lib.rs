//! Paso 5, liberar: devolver la memoria una vez, y solo una.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso5` y corrígelo con `cargo test -p paso5`. Para reservar
//! tienes `paso1::allocate`, la de la referencia.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Quita de este proceso la región de `len` bytes que empieza en `region`.
///
/// Usa [`nix::sys::mman::munmap`] (`man 2 munmap`). En los demás procesos que
/// compartan la región seguirá estando; en este, tocarla después es un acceso
/// prohibido, y el núcleo lo castiga con `SIGSEGV`.
///
/// # Errores
/// Los de `munmap(2)`, sin esconderlos: `EINVAL` si la dirección o la longitud
/// no valen.
pub fn release(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    todo!("Paso 5: libera los {len} bytes con munmap")
}

/// Una región compartida que se libera sola cuando deja de usarse.
///
/// Es la dueña de la región **en este proceso**: la libera una vez, y solo una,
/// vaya todo bien o salga todo mal. Un hijo hereda la proyección, pero no esta
/// variable: tiene que liberar la suya con [`release`].
#[derive(Debug)]
pub struct SharedMemory {
    region: NonNull<c_void>,
    len: NonZeroUsize,
}

impl SharedMemory {
    /// Reserva `len` bytes compartidos, a cero, con `paso1::allocate`.
    ///
    /// # Errores
    /// Los de `mmap(2)`.
    pub fn new(len: NonZeroUsize) -> nix::Result<Self> {
        todo!("Paso 5: reserva {len} bytes y guárdalos en la estructura")
    }

    /// Los bytes de la región, para leer: [`std::slice::from_raw_parts`].
    ///
    /// Escribe en la línea `// SEGURIDAD:` qué prometes al crear este `&[u8]`.
    /// Una parte no la puedes prometer tú solo: que ningún otro proceso escriba
    /// mientras tanto. Esa deuda la paga la sincronización.
    pub fn as_bytes(&self) -> &[u8] {
        todo!("Paso 5: los bytes de la región")
    }

    /// Los bytes de la región, para leer y escribir:
    /// [`std::slice::from_raw_parts_mut`].
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        todo!("Paso 5: los bytes de la región, para escribir")
    }

    /// Libera la región y cuenta si algo salió mal.
    ///
    /// Fíjate en que recibe `self`, no `&self`: al acabar esta función la
    /// variable desaparece, y con ella se ejecuta `drop`. ¿Cómo evitas que la
    /// región se libere dos veces? Mira [`std::mem::ManuallyDrop`] o
    /// [`std::mem::forget`].
    ///
    /// # Errores
    /// Los de `munmap(2)`.
    pub fn release(self) -> nix::Result<()> {
        todo!("Paso 5: libera la región y devuelve lo que diga munmap")
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        todo!("Paso 5: libera la región si nadie lo ha hecho antes")
    }
}
