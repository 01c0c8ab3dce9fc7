//! El reto del paso 1: una región vigilada, que no deja pasar de su último byte.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, mprotect, munmap};
use nix::unistd::{SysconfVar, sysconf};

/// Reserva `len` bytes de memoria compartida, a cero, para leer y escribir, y detrás una
/// página de guarda: nadie la puede leer ni escribir.
///
/// La región acaba justo donde empieza la guarda. Lo que sobra de la última página queda
/// delante: lo que se devuelve no tiene por qué ser el principio de una página.
///
/// # Errores
/// Los de `mmap(2)` y `mprotect(2)`; `ENOMEM` si las cuentas no caben en un `usize`.
/// Entonces no queda nada reservado.
// ANCHOR: guarded
pub fn allocate_guarded(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let plan = Plan::of(len)?;
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre: no pisa nada.
    let start = unsafe { mmap_anonymous(None, plan.total, protection, MapFlags::MAP_SHARED) }?;
    // SEGURIDAD: la guarda es la última página de lo que se acaba de reservar, y nadie
    // tiene aún la dirección.
    let guarded = unsafe {
        let guard = start.byte_add(plan.usable);
        mprotect(guard, plan.page, ProtFlags::PROT_NONE)
    };
    if let Err(errno) = guarded {
        // SEGURIDAD: es lo que se acaba de reservar, y no se lo hemos dado a nadie.
        let _ = unsafe { munmap(start, plan.total.get()) };
        return Err(errno);
    }
    // SEGURIDAD: lo que sobra cabe en las páginas que se pueden usar.
    Ok(unsafe { start.byte_add(plan.spare) })
}

/// Suelta lo que reservó [`allocate_guarded`]: la región, su guarda y lo que sobrara
/// delante.
///
/// # Errores
/// Los de `munmap(2)`.
pub fn release_guarded(region: NonNull<c_void>, len: NonZeroUsize) -> nix::Result<()> {
    let plan = Plan::of(len)?;
    // SEGURIDAD: quien llama entrega la región entera, y no la vuelve a usar. Empezaba
    // `spare` bytes antes.
    unsafe { munmap(region.byte_sub(plan.spare), plan.total.get()) }
}

/// Lo que ocupa una región vigilada: las dos funciones hacen la misma cuenta.
struct Plan {
    page: usize,
    /// Las páginas que se pueden usar, en bytes.
    usable: usize,
    /// Los bytes que sobran, delante de la región.
    spare: usize,
    /// Todo, con la guarda.
    total: NonZeroUsize,
}

impl Plan {
    fn of(len: NonZeroUsize) -> nix::Result<Self> {
        let page = sysconf(SysconfVar::PAGE_SIZE)?.ok_or(Errno::ENOSYS)?;
        let page = usize::try_from(page).map_err(|_| Errno::ENOSYS)?;
        let usable = len.get().checked_next_multiple_of(page);
        let usable = usable.ok_or(Errno::ENOMEM)?;
        let total = usable.checked_add(page).and_then(NonZeroUsize::new);
        Ok(Self {
            page,
            usable,
            spare: usable - len.get(),
            total: total.ok_or(Errno::ENOMEM)?,
        })
    }
}
// ANCHOR_END: guarded
