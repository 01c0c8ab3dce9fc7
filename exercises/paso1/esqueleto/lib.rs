//! Paso 1, asignar: una región de memoria que dos procesos pueden ver.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso1` y corrígelo con `cargo test -p paso1`.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir.
///
/// Usa [`nix::sys::mman::mmap_anonymous`], que es `mmap(2)` sin archivo detrás:
///
/// - deja que el núcleo elija la dirección (`None`);
/// - pide exactamente `len` bytes (el núcleo redondea a páginas enteras);
/// - pide permiso de lectura **y** de escritura (`ProtFlags`);
/// - elige bien entre `MAP_PRIVATE` y `MAP_SHARED`: ¿cuál de las dos hace que lo
///   que escriba un proceso lo vea el otro? (`man 2 mmap`, sección DESCRIPTION).
///
/// Es una llamada `unsafe`: escribe encima, en una línea que empiece por
/// `// SEGURIDAD:`, por qué aquí no puede pisar memoria ajena.
///
/// # Errores
/// Si el sistema dice que no (`ENOMEM`, por ejemplo), devuelve ese error a quien
/// te llamó; no lo conviertas en un `panic!` (`man 2 mmap`, sección ERRORS).
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    todo!("Paso 1: reserva {len} bytes compartidos con mmap")
}
