//! Equivocación: da memoria del montón en lugar de pedírsela al núcleo.
//! Falla: compartida — «está en el montón del proceso»
//! Y por eso: longitud, hijo, rechazo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let bytes = vec![0_u8; len.get()].leak();
    Ok(NonNull::from(bytes).cast())
}
