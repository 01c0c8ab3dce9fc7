//! El capítulo «Descriptores y errores»: dos llamadas que el núcleo rechaza.

use std::num::NonZeroUsize;
use std::process::ExitCode;

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use nix::sys::stat::Mode;

fn main() -> ExitCode {
    // ANCHOR: errores
    let file = open("no-existe.txt", OFlag::O_RDONLY, Mode::empty());
    if let Err(reason) = &file {
        eprintln!("open: {reason}");
    }

    let huge = NonZeroUsize::MAX; // más de lo que cabe en el mapa
    let region = map(huge);
    match region {
        Err(Errno::ENOMEM) => eprintln!("mmap: no hay sitio"),
        Err(reason) => eprintln!("mmap: {reason}"),
        Ok(()) => eprintln!("mmap: ¡ha cabido!"),
    }
    // ANCHOR_END: errores
    if file.is_err() && region.is_err() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

// ANCHOR: propagar
/// Pide una región, o devuelve por qué no pudo ser.
fn map(len: NonZeroUsize) -> nix::Result<()> {
    let flags = MapFlags::MAP_PRIVATE;
    let prot = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige una dirección libre, así que la
    // región nueva no pisa ninguna que ya exista.
    unsafe { mmap_anonymous(None, len, prot, flags)? };
    Ok(())
}
// ANCHOR_END: propagar
