//! El capítulo del paso 5: el segundo `munmap` no falla. Ese es el problema.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::sys::mman::{MapFlags, MsFlags, ProtFlags, mmap_anonymous, msync, munmap};

/// Lo que se reserva: una página.
const PAGE: NonZeroUsize = NonZeroUsize::new(4096).unwrap();

fn main() -> nix::Result<()> {
    // ANCHOR: programa
    let mine = reserve(None)?;
    // SEGURIDAD: la región es nuestra y no la volvemos a leer ni a escribir.
    unsafe { munmap(mine, PAGE.get())? };

    // Otra parte del programa reserva, y le toca la dirección que quedó libre.
    let theirs = reserve(mine.addr().into())?;
    println!("¿La misma dirección? {}", yes_or_no(mine == theirs));

    // SEGURIDAD: ninguna: `mine` ya no es nuestra. Es el error que estudiamos.
    let second = unsafe { munmap(mine, PAGE.get()) };
    println!("Segundo munmap: {second:?}");
    println!(
        "¿Sigue ahí la región de la otra parte? {}",
        yes_or_no(is_mapped(theirs))
    );
    // ANCHOR_END: programa

    // ANCHOR: einval
    // SEGURIDAD: ninguna página empieza ahí, así que el núcleo no quita nada.
    let unaligned = unsafe { munmap(mine.byte_add(1), PAGE.get()) };
    println!("munmap a mitad de una página: {unaligned:?}");
    // ANCHOR_END: einval
    Ok(())
}

/// Reserva una página; si `place` dice dónde, ahí o en ningún sitio.
fn reserve(place: Option<NonZeroUsize>) -> nix::Result<NonNull<c_void>> {
    let access = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    let mut flags = MapFlags::MAP_PRIVATE;
    if place.is_some() {
        flags |= MapFlags::MAP_FIXED_NOREPLACE;
    }
    // SEGURIDAD: el núcleo elige un hueco libre o, con MAP_FIXED_NOREPLACE, se
    // niega si el que pedimos no lo está.
    unsafe { mmap_anonymous(place, PAGE, access, flags) }
}

/// Si hay algo proyectado en esa página: `msync` falla con ENOMEM si no lo hay.
fn is_mapped(region: NonNull<c_void>) -> bool {
    // SEGURIDAD: `msync` no cambia el contenido, y sin región solo devuelve un error.
    unsafe { msync(region, PAGE.get(), MsFlags::MS_ASYNC) }.is_ok()
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "sí" } else { "no" }
}
