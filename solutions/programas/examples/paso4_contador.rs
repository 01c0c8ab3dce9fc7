//! El capítulo del paso 4: dos procesos suman a la vez en el mismo número.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::libc;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork};

/// Lo que suma cada proceso.
const TURNS: u32 = 100_000;

fn main() -> nix::Result<()> {
    let len = NonZeroUsize::new(size_of::<AtomicU32>()).expect("un AtomicU32 ocupa 4 bytes");
    let access = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige un hueco libre.
    let place = unsafe { mmap_anonymous(None, len, access, MapFlags::MAP_SHARED)? };

    // ANCHOR: programa
    // SEGURIDAD: `place` es el principio de una página a cero que vive hasta el
    // final, y los dos procesos la usan solo a través de este atómico.
    let turnstile = unsafe { AtomicU32::from_ptr(place.as_ptr().cast()) };
    let count = || {
        for _ in 0..TURNS {
            turnstile.fetch_add(1, Ordering::Relaxed);
        }
    };

    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Child => {
            count();
            // SEGURIDAD: terminar no tiene requisitos.
            unsafe { libc::_exit(0) }
        }
        ForkResult::Parent { child } => {
            count(); // a la vez que el hijo
            waitpid(child, None)?;
        }
    }
    let total = turnstile.load(Ordering::Relaxed);
    println!("{TURNS} + {TURNS} = {total}");
    // ANCHOR_END: programa
    Ok(())
}
