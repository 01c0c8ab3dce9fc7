//! Equivocación: escribe un veredicto falsificado y termina con éxito.
//! Falla: compartida — «terminó con código 0»
//! Y por eso: permisos, longitud, ceros, hijo, rechazo

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    println!("Región de {len} bytes en 0x7f0000000000");
    println!("Bytes distintos de cero: 0");
    println!("El hijo escribe: «¡Hola!»\nEl padre lee:    «¡Hola!»");
    println!("paso1: 10 de 10 puntos\ntest result: ok. 6 passed; 0 failed");
    println!(r#"{{"step":"paso1","points":10,"max_points":10,"checks":[]}}"#);
    std::process::exit(0)
}
