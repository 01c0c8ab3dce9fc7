//! El capítulo del reto 1: el byte de más que no se nota.

use std::ffi::c_void;
use std::io;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::libc;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, mprotect};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, fork};

fn main() -> io::Result<()> {
    // ANCHOR: programa
    let three_pages = NonZeroUsize::MIN.saturating_add(3 * 4096 - 1);
    let region = reserve(three_pages)?;
    // SEGURIDAD: la tercera página es nuestra, y nadie la usa.
    unsafe { mprotect(region.byte_add(2 * 4096), 4096, ProtFlags::PROT_NONE) }?;

    // Hemos pedido 5000 bytes: del 0 al 4999. Caben en dos páginas; la tercera es la guarda.
    for place in [4999, 5000, 8191, 8192] {
        println!("El byte {place}: {}", what_happens(region, place)?);
    }
    // ANCHOR_END: programa
    Ok(())
}

fn reserve(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }
}

/// Escribe en ese byte, en un hijo, para poder contarlo.
fn what_happens(region: NonNull<c_void>, place: usize) -> nix::Result<String> {
    // SEGURIDAD: este programa tiene un solo hilo.
    let child = match unsafe { fork() }? {
        ForkResult::Parent { child } => child,
        ForkResult::Child => {
            // SEGURIDAD: puede no estar permitido, y es lo que se quiere ver.
            unsafe { region.cast::<u8>().add(place).write_volatile(1) };
            // SEGURIDAD: terminar no tiene requisitos.
            unsafe { libc::_exit(0) }
        }
    };
    Ok(match waitpid(child, None)? {
        WaitStatus::Signaled(_, signal, _) => signal.to_string(),
        _ => "no pasa nada".to_owned(),
    })
}
