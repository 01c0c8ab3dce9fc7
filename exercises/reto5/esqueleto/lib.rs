//! El reto del paso 5: una región con nombre, que sobrevive a quien la creó.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p reto5` y corrígelo con `cargo test -p reto5`. Para soltar una región
//! tienes `paso5::release`, la de la referencia.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Una región compartida que tiene nombre: otro proceso, aunque no sea pariente, la abre
/// por él.
///
/// El nombre empieza por `/` y no lleva ninguna otra (`man 7 shm_overview`). Dura hasta
/// que alguien lo quita con [`NamedRegion::unlink`], aunque ya no quede nadie usando la
/// región.
///
/// Puedes cambiar los campos; los nombres y los tipos de las funciones, no. Ninguna deja
/// abierto un descriptor: para usar la memoria ya no hace falta.
#[derive(Debug)]
pub struct NamedRegion {
    region: NonNull<c_void>,
    len: NonZeroUsize,
}

impl NamedRegion {
    /// Crea una región nueva, de `len` bytes a cero, que se llama `name`. Solo la puede
    /// abrir quien tenga tu mismo usuario (permisos `0600`).
    ///
    /// Usa [`nix::sys::mman::shm_open`], [`nix::unistd::ftruncate`] y
    /// [`nix::sys::mman::mmap`] (`man 3 shm_open`, `man 2 ftruncate`, `man 2 mmap`).
    ///
    /// # Errores
    /// Los de esas llamadas, tal como llegan. Si ya hay una región con ese nombre,
    /// `EEXIST`, y se deja como estaba: es de otro. Si el nombre es nuevo y algo falla
    /// después, no queda nada: tampoco el nombre.
    pub fn create(name: &str, len: NonZeroUsize) -> nix::Result<Self> {
        let _ = name;
        todo!("Reto 5: crea la región, de {len} bytes, y dale su nombre")
    }

    /// Abre la región que se llama `name`, entera: cuánto mide lo dice ella
    /// ([`nix::sys::stat::fstat`]).
    ///
    /// # Errores
    /// Los de las llamadas que uses (`ENOENT`, si no hay ninguna con ese nombre). Si la
    /// hay pero todavía mide 0, porque quien la crea va por la mitad, `EAGAIN`. En
    /// cualquier caso, el nombre se queda como estaba.
    pub fn open(name: &str) -> nix::Result<Self> {
        let _ = name;
        todo!("Reto 5: abre la región que se llama así")
    }

    /// Los bytes de la región, para leer. Que nadie escriba mientras tanto es cosa de
    /// quien llama, como en el paso 5.
    pub fn as_bytes(&self) -> &[u8] {
        todo!("Reto 5: los bytes de la región")
    }

    /// Los bytes de la región, para leer y escribir.
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        todo!("Reto 5: los bytes de la región, para escribir")
    }

    /// Quita el nombre. Quien ya tenga abierta la región la sigue usando; nadie más la
    /// puede abrir.
    ///
    /// # Errores
    /// Los de `shm_unlink(3)`: `ENOENT`, si ya no hay ninguna con ese nombre.
    pub fn unlink(name: &str) -> nix::Result<()> {
        todo!("Reto 5: quita el nombre {name}")
    }
}

impl Drop for NamedRegion {
    /// Suelta la región **en este proceso**. El nombre se queda: la región tiene que
    /// sobrevivir a quien la creó.
    fn drop(&mut self) {
        todo!("Reto 5: suelta la región")
    }
}
