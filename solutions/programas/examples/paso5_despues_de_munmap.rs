//! El capítulo del paso 5: `munmap` quita la región de un proceso, no del otro, y
//! quien la toca después muere.

use std::num::NonZeroUsize;

use nix::libc;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, munmap};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, fork};

/// Lo que se reserva: una página.
const PAGE: NonZeroUsize = NonZeroUsize::new(4096).unwrap();

fn main() -> nix::Result<()> {
    let access = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    let region = unsafe { mmap_anonymous(None, PAGE, access, MapFlags::MAP_SHARED)? };
    let first = region.cast::<u8>();

    // ANCHOR: programa
    // SEGURIDAD: la región es nuestra y todavía no hay otro proceso.
    unsafe { first.write_volatile(b'A') };

    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Child => {
            // SEGURIDAD: ninguna: la última línea lee de una dirección que ya no
            // es nuestra. Está aquí, en un proceso aparte, para verlo fallar.
            unsafe {
                let code = munmap(region, PAGE.get()).map_or(1, |()| 0);
                first.read_volatile();
                libc::_exit(code)
            }
        }
        ForkResult::Parent { child } => {
            if let WaitStatus::Signaled(_, signal, _) = waitpid(child, None)? {
                println!("Al hijo lo mató {signal}");
            }
        }
    }
    // SEGURIDAD: `munmap` la quitó del hijo; aquí sigue, y el hijo ya terminó.
    let letter = unsafe { first.read_volatile() };
    println!("El padre todavía lee una {}", char::from(letter));
    // ANCHOR_END: programa
    Ok(())
}
