//! Equivocación: lee lo que diga el prefijo.
//! Falla: mentira — «sin mirar si cabe»
//! Y por eso: cambio

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

/// Por qué no se puede poner o sacar un registro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordError {
    /// No cabe: como mucho, `max` bytes.
    TooLong {
        /// Los que caben.
        max: usize,
    },
    /// El prefijo dice que mide `len` bytes, y en la región no caben.
    Corrupt {
        /// Los que dice.
        len: usize,
    },
}

/// Un sitio en la memoria compartida para un registro: un prefijo de cuatro bytes, con el
/// bit que dice si lo hay y su longitud, y detrás los bytes.
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
    /// múltiplo de cuatro. Caben al menos los del prefijo. No la toca.
    pub fn new(place: NonNull<c_void>, len: NonZeroUsize) -> Self {
        Self { place, len }
    }

    /// Publica un registro: quien lo saque verá todos sus bytes o ninguno.
    ///
    /// # Errores
    /// [`RecordError::TooLong`] si no cabe; entonces no escribe nada.
    pub fn publish(&self, bytes: &[u8]) -> Result<(), RecordError> {
        let max = self.room();
        let prefix = u32::try_from(bytes.len())
            .ok()
            .filter(|_| bytes.len() <= max)
            .and_then(|len| len.checked_mul(2))
            .ok_or(RecordError::TooLong { max })?;
        for (place, &byte) in bytes.iter().enumerate() {
            // SEGURIDAD: `place` es menor que `max`. El otro proceso puede estar mirando:
            // por eso volátil, y nunca un `&mut [u8]`.
            unsafe { self.cells().add(place).write_volatile(byte) };
        }
        // Lo último, y de una vez: hasta aquí no había registro. `Release` hace que quien
        // vea el bit vea también los bytes.
        self.prefix().store(prefix | Self::READY, Ordering::Release);
        Ok(())
    }

    /// Saca una copia del registro, si lo hay.
    ///
    /// # Errores
    /// [`RecordError::Corrupt`] si el prefijo dice más bytes de los que caben.
    pub fn fetch(&self) -> Result<Option<Vec<u8>>, RecordError> {
        // Una sola mirada: lo que se comprueba tiene que ser lo que se usa.
        let prefix = self.prefix().load(Ordering::Acquire);
        if prefix & Self::READY == 0 {
            return Ok(None);
        }
        let len = usize::try_from(prefix / 2).unwrap_or(usize::MAX);
        let bytes = (0..len).map(|place| {
            // SEGURIDAD: `place` es menor que `room`. Alguien puede estar escribiendo: por
            // eso volátil, byte a byte, y a una copia.
            unsafe { self.cells().add(place).read_volatile() }
        });
        Ok(Some(bytes.collect()))
    }

    /// Los bytes que caben detrás del prefijo.
    fn room(&self) -> usize {
        self.len.get().saturating_sub(Self::PREFIX)
    }

    fn prefix(&self) -> &AtomicU32 {
        // SEGURIDAD: quien llama a `new` promete que ahí hay cuatro bytes alineados, y
        // solo se tocan con atómicos.
        unsafe { AtomicU32::from_ptr(self.place.cast().as_ptr()) }
    }

    fn cells(&self) -> NonNull<u8> {
        // SEGURIDAD: el prefijo está entero dentro de la región.
        unsafe { self.place.cast::<u8>().add(Self::PREFIX) }
    }
}
