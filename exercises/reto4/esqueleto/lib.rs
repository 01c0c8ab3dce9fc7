//! El reto del paso 4: un búfer acotado entre un productor y un consumidor.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p reto4 -- --huecos 2` y corrígelo con `cargo test -p reto4`.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Una fila de huecos, de un byte cada uno, entre **un** proceso que pone y **otro**
/// que saca. Se sacan en el orden en que se pusieron.
///
/// Con los huecos llenos, poner espera; sin nada que sacar, sacar espera. Nadie espera
/// más de lo necesario: mientras quede un hueco libre se puede poner, aunque el otro
/// esté parado.
///
/// Puedes cambiar los campos; los nombres y los tipos de las funciones, no. Sirven las
/// mismas herramientas que para la puerta del paso 4. Dos avisos:
///
/// - `put` y `take` se ejecutan **a la vez**, en dos procesos. Mientras uno escribe en
///   un hueco, el otro puede estar leyendo el de al lado: aquí no vale un `&[u8]` de
///   toda la fila. Ve hueco a hueco, con el puntero.
/// - Lo que guardes en los campos lo copia `fork`: desde entonces cada proceso tiene el
///   suyo. ¿Qué tienen que ver los dos, y qué le basta a uno?
#[derive(Debug)]
pub struct BoundedBuffer {
    place: NonNull<c_void>,
    slots: NonZeroUsize,
}

impl BoundedBuffer {
    /// Los bytes de memoria compartida que ocupa un búfer de `slots` huecos, con todo lo
    /// que le haga falta.
    pub fn bytes(slots: NonZeroUsize) -> NonZeroUsize {
        todo!("Reto 4: cuántos bytes ocupa un búfer de {slots} huecos")
    }

    /// Prepara un búfer vacío en `place`: [`BoundedBuffer::bytes`] bytes a cero, al
    /// principio de una página compartida, que desde ahora son del búfer.
    ///
    /// Se llama una vez, antes de crear al hijo.
    ///
    /// # Errores
    /// Los de las llamadas que uses.
    pub fn new(place: NonNull<c_void>, slots: NonZeroUsize) -> nix::Result<Self> {
        todo!("Reto 4: prepara el búfer, vacío")
    }

    /// Pone un byte. Si no queda ningún hueco, espera a que saquen uno.
    ///
    /// # Errores
    /// Los de las llamadas que uses, salvo `EINTR`.
    pub fn put(&self, byte: u8) -> nix::Result<()> {
        todo!("Reto 4: espera un hueco y pon el byte")
    }

    /// Saca el byte que lleva más tiempo. Si no hay ninguno, espera a que lo pongan.
    ///
    /// # Errores
    /// Los de las llamadas que uses, salvo `EINTR`.
    pub fn take(&self) -> nix::Result<u8> {
        todo!("Reto 4: espera un byte y sácalo")
    }
}
