//! El reto del paso 1: una región vigilada, que no deja pasar de su último byte.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p reto1 -- --toca 9000` y corrígelo con `cargo test -p reto1`.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir, y detrás una
/// **página de guarda**: una página entera que nadie puede leer ni escribir.
///
/// La guarda empieza justo donde acaban los `len` bytes: leer o escribir el byte número
/// `len` mata al proceso con `SIGSEGV`, y el número `len - 1` se puede usar. Los permisos
/// van por páginas enteras, así que lo que sobre de la última página queda **delante** de
/// la región, y no entre la región y la guarda. Por eso lo que se devuelve no tiene por
/// qué ser el principio de una página.
///
/// Usa [`nix::sys::mman::mmap_anonymous`] y [`nix::sys::mman::mprotect`] (`man 2 mmap`,
/// `man 2 mprotect`). Cuánto mide una página lo dice [`nix::unistd::sysconf`]
/// (`SysconfVar::PAGE_SIZE`). Cuidado con las sumas: `len` puede ser tan grande que, al
/// redondear o al añadir la guarda, no quepa en un `usize`.
///
/// # Errores
/// Los de `mmap(2)` y `mprotect(2)`, tal como llegan; `ENOMEM` si las cuentas no caben.
/// Si falla, no queda nada reservado.
pub fn allocate_guarded(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    todo!("Reto 1: reserva {len} bytes y, detrás, una página de guarda")
}

/// Suelta lo que reservó [`allocate_guarded`]: la región de `len` bytes que empieza en
/// `region`, con su guarda y con lo que sobrara delante.
///
/// Usa [`nix::sys::mman::munmap`] (`man 2 munmap`).
///
/// # Errores
/// Los de `munmap(2)`.
pub fn release_guarded(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    todo!("Reto 1: suelta los {len} bytes y la guarda")
}
