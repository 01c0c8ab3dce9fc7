//! Equivocación: da por hecho que la región ya mide algo.
//! Falla: a_medias — «en medio la región existe»

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::os::fd::OwnedFd;
use std::ptr::NonNull;
use std::slice;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::libc::off_t;
use nix::sys::mman::{MapFlags, ProtFlags, mmap, shm_open, shm_unlink};
use nix::sys::stat::{Mode, fstat};
use nix::unistd::ftruncate;

/// Una región compartida que tiene nombre: otro proceso, aunque no sea pariente, la abre
/// por él.
///
/// El nombre dura hasta que alguien lo quita con [`NamedRegion::unlink`], aunque ya no
/// quede nadie usando la región. Véase `shm_overview(7)`.
#[derive(Debug)]
pub struct NamedRegion {
    region: NonNull<c_void>,
    len: NonZeroUsize,
}

impl NamedRegion {
    /// Crea una región nueva, de `len` bytes a cero, que se llama `name`.
    ///
    /// # Errores
    /// Los de `shm_open(3)`, `ftruncate(2)` y `mmap(2)`. Si ya hay una con ese nombre,
    /// `EEXIST`. Si algo falla después de crear el nombre, lo quita.
    pub fn create(name: &str, len: NonZeroUsize) -> nix::Result<Self> {
        let flags = OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_RDWR;
        // Si esto falla, el nombre no es nuestro: puede ser de otro, y no se toca.
        let object = shm_open(name, flags, Mode::S_IRUSR | Mode::S_IWUSR)?;
        give_size(&object, len)
            .and_then(|()| Self::map(&object, len))
            .inspect_err(|_| {
                // Ahora sí lo es: lo acabamos de crear nosotros. El error que importa es
                // el que ya tenemos.
                let _ = shm_unlink(name);
            })
    }

    /// Abre la región que se llama `name`, entera.
    ///
    /// # Errores
    /// Los de `shm_open(3)`, `fstat(2)` y `mmap(2)`; `EAGAIN` si todavía mide 0.
    pub fn open(name: &str) -> nix::Result<Self> {
        let object = shm_open(name, OFlag::O_RDWR, Mode::empty())?;
        let size = usize::try_from(fstat(&object)?.st_size).map_err(|_| Errno::EFBIG)?;
        let len = NonZeroUsize::new(size).unwrap();
        Self::map(&object, len)
    }

    /// Proyecta el objeto entero. El descriptor lo cierra quien lo abrió: la proyección
    /// no lo necesita.
    fn map(object: &OwnedFd, len: NonZeroUsize) -> nix::Result<Self> {
        let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
        // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre: no pisa nada.
        let region = unsafe { mmap(None, len, protection, MapFlags::MAP_SHARED, object, 0) }?;
        Ok(Self { region, len })
    }

    /// Los bytes de la región, para leer.
    ///
    /// Mientras dure el préstamo ningún otro proceso debe escribir en ella.
    pub fn as_bytes(&self) -> &[u8] {
        // SEGURIDAD: `map` proyectó `len` bytes a partir de `region`, y no se sueltan
        // hasta que `self` desaparece. Que nadie escriba es cosa de quien llama.
        unsafe { slice::from_raw_parts(self.region.as_ptr().cast(), self.len.get()) }
    }

    /// Los bytes de la región, para leer y escribir.
    ///
    /// Mientras dure el préstamo ningún otro proceso debe leerla ni escribirla.
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        // SEGURIDAD: como en `as_bytes`; y `&mut self` impide otro préstamo de este proceso.
        unsafe { slice::from_raw_parts_mut(self.region.as_ptr().cast(), self.len.get()) }
    }

    /// Quita el nombre. Quien ya tenga abierta la región la sigue usando.
    ///
    /// # Errores
    /// Los de `shm_unlink(3)`: `ENOENT` si ya no hay ninguna con ese nombre.
    pub fn unlink(name: &str) -> nix::Result<()> {
        shm_unlink(name)
    }
}

impl Drop for NamedRegion {
    fn drop(&mut self) {
        // El nombre no se quita: otro proceso tiene que poder abrirla.
        let _ = paso5::release(self.region, self.len);
    }
}

/// Le da al objeto recién creado su tamaño; los bytes nuevos son ceros.
fn give_size(object: &OwnedFd, len: NonZeroUsize) -> nix::Result<()> {
    let size = off_t::try_from(len.get()).map_err(|_| Errno::EFBIG)?;
    ftruncate(object, size)
}
