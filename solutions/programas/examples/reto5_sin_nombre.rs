//! El capítulo del reto 5: el nombre y la memoria son dos cosas.

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::mman::{MapFlags, ProtFlags, mmap, munmap, shm_open, shm_unlink};
use nix::sys::stat::Mode;
use nix::unistd::ftruncate;

fn main() -> io::Result<()> {
    // ANCHOR: programa
    let name = "/taller-sin-nombre";
    let flags = OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_RDWR;
    let object = shm_open(name, flags, Mode::S_IRUSR | Mode::S_IWUSR)?;
    let is_listed = || Path::new("/dev/shm/taller-sin-nombre").exists();
    println!("¿Está en /dev/shm? {}", yes_or_no(is_listed()));

    ftruncate(&object, 4096)?;
    let letter = map_shared(&object)?;
    drop(object); // el descriptor se cierra; la proyección sigue

    shm_unlink(name)?;
    println!("¿Y sin el nombre?  {}", yes_or_no(is_listed()));

    // SEGURIDAD: la proyección sigue ahí, y nadie más la tiene.
    unsafe { letter.write(b'z') };
    // SEGURIDAD: lo mismo.
    println!(
        "La memoria guarda: {}",
        char::from(unsafe { letter.read() })
    );
    println!("Abrirla otra vez:  {:?}", reopen(name));

    // SEGURIDAD: es la proyección entera, y no se vuelve a usar.
    unsafe { munmap(letter.cast(), 4096)? };
    // ANCHOR_END: programa
    Ok(())
}

fn map_shared(object: &std::os::fd::OwnedFd) -> nix::Result<std::ptr::NonNull<u8>> {
    let len = NonZeroUsize::new(4096).ok_or(Errno::EINVAL)?;
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    let region = unsafe { mmap(None, len, protection, MapFlags::MAP_SHARED, object, 0) }?;
    Ok(region.cast())
}

fn reopen(name: &str) -> nix::Result<()> {
    shm_open(name, OFlag::O_RDWR, Mode::empty()).map(drop)
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "Sí" } else { "No" }
}
