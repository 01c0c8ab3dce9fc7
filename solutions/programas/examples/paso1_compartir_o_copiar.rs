//! El capítulo del paso 1: la misma proyección de un archivo, compartida y privada.

use std::error::Error;
use std::ffi::c_void;
use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::os::fd::{AsFd, AsRawFd};
use std::ptr::NonNull;

use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::mman::{MapFlags, ProtFlags, mmap, munmap};
use nix::unistd::write;

fn main() -> Result<(), Box<dyn Error>> {
    for (name, flags) in [
        ("MAP_PRIVATE", MapFlags::MAP_PRIVATE),
        ("MAP_SHARED", MapFlags::MAP_SHARED),
    ] {
        let (mapped, stored) = edit_through(flags)?;
        println!("{name}: en la memoria pone «{mapped}»; en el archivo, «{stored}»");
    }

    // ANCHOR: negativa
    let program = File::open("/proc/self/exe")?; // abierto solo para leer
    match map(&program, MapFlags::MAP_SHARED) {
        Ok(region) => println!("Este programa puede cambiarse a sí mismo en {region:p}"),
        Err(reason) => println!("El núcleo no deja compartir ese archivo: {reason:?}"),
    }
    // ANCHOR_END: negativa
    Ok(())
}

// ANCHOR: proyectar
/// Cuánto se ve del archivo.
const LEN: NonZeroUsize = NonZeroUsize::new(6).unwrap();

/// Pone el principio de `file` en la memoria, para leer y escribir.
fn map(file: impl AsFd, flags: MapFlags) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: con `None` el núcleo elige un hueco libre: no pisamos nada.
    unsafe { mmap(None, LEN, protection, flags, file, 0) }
}
// ANCHOR_END: proyectar

// ANCHOR: cambiar
/// Cambia la primera letra de un archivo desde la memoria. Devuelve lo que se ve
/// después en la memoria y lo que hay en el archivo.
fn edit_through(flags: MapFlags) -> Result<(String, String), Box<dyn Error>> {
    // Un archivo de usar y tirar: no tiene nombre en el disco.
    let file = memfd_create("cuaderno", MFdFlags::empty())?;
    write(&file, b"blanco")?;

    let region = map(&file, flags)?;
    let first = region.cast::<u8>();
    // SEGURIDAD: la región tiene LEN bytes y nadie más la conoce.
    let mapped = unsafe {
        first.write_volatile(b'B');
        (0..LEN.get())
            .map(|i| first.add(i).read_volatile())
            .collect()
    };

    let stored = fs::read_to_string(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
    // SEGURIDAD: nadie vuelve a usar la región.
    unsafe { munmap(region, LEN.get())? };
    Ok((String::from_utf8(mapped)?, stored))
}
// ANCHOR_END: cambiar
