//! Equivocación: escribe sin parar.
//! Falla: compartida — «Un bucle que escribe sin fin»
//! Y por eso: permisos, longitud, ceros, hijo, rechazo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    loop {
        println!("reservando {len} bytes…");
    }
}
