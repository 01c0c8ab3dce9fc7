//! El reto del paso 3: un registro que empieza por su longitud, entre dos procesos que no
//! se esperan ni se fían.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p reto3 -- --registro 'con un \0 dentro'` y corrígelo con
//! `cargo test -p reto3`.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Por qué no se puede poner o sacar un registro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordError {
    /// No cabe: como mucho, `max` bytes.
    TooLong { max: usize },
    /// El prefijo dice que mide `len` bytes, y en la región no caben.
    Corrupt { len: usize },
}

/// Un sitio en la memoria compartida para **un** registro: unos bytes cualesquiera, con
/// ceros o sin ellos.
///
/// Los cuatro primeros bytes son el **prefijo**, un `u32` de esta máquina: el bit más bajo
/// ([`Record::READY`]) dice si hay registro, y los otros 31, cuántos bytes mide. Detrás
/// van los bytes. Una región a cero es una región sin registro.
///
/// Los dos procesos pueden estar **a la vez** en `publish` y en `fetch`, sin ninguna
/// puerta. Y el otro proceso puede no ser de fiar: puede escribir cualquier cosa, en
/// cualquier momento, también en el prefijo.
#[derive(Debug)]
pub struct Record {
    place: NonNull<c_void>,
    len: NonZeroUsize,
}

impl Record {
    /// Los bytes del prefijo.
    pub const PREFIX: usize = size_of::<u32>();
    /// El bit del prefijo que dice que hay un registro.
    pub const READY: u32 = 1;

    /// El registro de la región de `len` bytes que empieza en `place`, en una dirección
    /// múltiplo de cuatro. Caben al menos los [`Record::PREFIX`] bytes del prefijo. No la
    /// toca.
    pub fn new(place: NonNull<c_void>, len: NonZeroUsize) -> Self {
        Self { place, len }
    }

    /// Publica un registro, una sola vez. Quien lo saque verá todos sus bytes, o no verá
    /// ningún registro: nunca uno a medias, ni una longitud a medio escribir.
    ///
    /// Los bytes de la región que no hacen falta se quedan como estaban.
    ///
    /// # Errores
    /// [`RecordError::TooLong`] si no cabe entero detrás del prefijo. Entonces no escribe
    /// nada.
    pub fn publish(&self, bytes: &[u8]) -> Result<(), RecordError> {
        todo!("Reto 3: publica los {} bytes", bytes.len())
    }

    /// Saca una copia del registro; `None`, si todavía no hay ninguno. No espera.
    ///
    /// Diga lo que diga el prefijo, y aunque cambie mientras se mira, no lee nunca fuera
    /// de la región.
    ///
    /// # Errores
    /// [`RecordError::Corrupt`] si el prefijo dice más bytes de los que caben.
    pub fn fetch(&self) -> Result<Option<Vec<u8>>, RecordError> {
        todo!("Reto 3: saca el registro, si lo hay")
    }
}
