//! Equivocación: termina el proceso con éxito, a ver si así cuela.
//! Falla: compartida — «terminó con código 0»
//! Y por eso: permisos, longitud, ceros, hijo, rechazo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    std::process::exit(0)
}
