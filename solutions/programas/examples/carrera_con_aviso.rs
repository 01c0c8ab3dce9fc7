//! El capítulo «Por qué wait no basta»: qué autoriza a crear una rebanada sobre
//! memoria compartida. El aviso del padre es un byte por una tubería.

// ANCHOR: programa
use std::error::Error;
use std::ffi::CStr;
use std::num::NonZeroUsize;
use std::os::fd::OwnedFd;
use std::slice;

use nix::errno::Errno;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork, pipe, read, write};

const SIZE: NonZeroUsize = NonZeroUsize::new(4096).unwrap();

fn main() -> Result<(), Box<dyn Error>> {
    let (ears, mouth) = pipe()?;
    let prot = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SEGURIDAD: el núcleo elige una dirección libre, así que la
    // región nueva no pisa ninguna que ya exista.
    let region = unsafe { mmap_anonymous(None, SIZE, prot, MapFlags::MAP_SHARED)? };
    let region = region.as_ptr().cast::<u8>();

    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Child => {
            drop(mouth); // así, si el padre muere, leer devuelve 0
            child(&ears, region)
        }
        ForkResult::Parent { child } => {
            parent(&mouth, region)?;
            waitpid(child, None)?;
            Ok(())
        }
    }
}

// ANCHOR: padre
fn parent(mouth: &OwnedFd, region: *mut u8) -> nix::Result<()> {
    let text = "¡Hola, proceso hijo!";
    // SEGURIDAD: son los bytes que dio mmap, y el hijo no los mira
    // hasta que le llega el aviso, que aún no hemos enviado.
    let bytes = unsafe { slice::from_raw_parts_mut(region, SIZE.get()) };
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    write(mouth, b"!")?;
    Ok(())
}
// ANCHOR_END: padre

// ANCHOR: hijo
fn child(ears: &OwnedFd, region: *const u8) -> Result<(), Box<dyn Error>> {
    let mut notice = [0];
    let received = loop {
        match read(ears, &mut notice) {
            Err(Errno::EINTR) => {} // solo fue una señal: otra vez
            result => break result?,
        }
    };
    if received == 0 {
        return Err("el padre se fue sin avisar".into());
    }
    // SEGURIDAD: son los bytes que dio mmap, y nadie escribe ya en
    // ellos: el padre avisó después de su última escritura.
    let bytes = unsafe { slice::from_raw_parts(region, SIZE.get()) };
    println!(
        "El hijo lee: {}",
        CStr::from_bytes_until_nul(bytes)?.to_str()?
    );
    Ok(())
}
// ANCHOR_END: hijo
// ANCHOR_END: programa
