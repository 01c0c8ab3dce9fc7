//! El capítulo «La memoria virtual»: una región nueva en el mapa del proceso, y
//! el momento en que el núcleo le da memoria de verdad.

// ANCHOR: programa
use std::error::Error;
use std::fs;
use std::num::NonZeroUsize;

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, munmap};
use nix::unistd::{SysconfVar, sysconf};

fn main() -> Result<(), Box<dyn Error>> {
    let page = sysconf(SysconfVar::PAGE_SIZE)?.ok_or("no se sabe cuánto mide una página")?;
    println!("Una página mide {page} bytes.");

    let len = NonZeroUsize::new(3 * usize::try_from(page)?).ok_or("una página mide 0 bytes")?;
    // SEGURIDAD: el núcleo elige una dirección libre, así que la
    // región nueva no pisa ninguna que ya exista.
    let region = unsafe {
        mmap_anonymous(
            None,
            len,
            ProtFlags::PROT_READ | ProtFlags::PROT_WRITE,
            MapFlags::MAP_SHARED,
        )?
    };
    let start = region.as_ptr() as usize;
    println!("{}", line_of(start)?);
    println!("Sin tocarla:          {}", resident(start)?);

    // SEGURIDAD: el byte está dentro de la región, que se puede
    // escribir, y ningún otro proceso la comparte todavía.
    unsafe { region.cast::<u8>().write_volatile(1) };
    println!("Tras escribir 1 byte: {}", resident(start)?);

    // SEGURIDAD: es la región que dio mmap, entera, y no quedan
    // referencias a ella.
    unsafe { munmap(region, len.get())? };
    println!(
        "¿Sigue en el mapa? {}",
        if line_of(start).is_ok() {
            "Sí."
        } else {
            "No."
        }
    );
    Ok(())
}

/// La línea de `/proc/self/maps` de la región que empieza en `start`.
fn line_of(start: usize) -> Result<String, Box<dyn Error>> {
    let maps = fs::read_to_string("/proc/self/maps")?;
    let line = maps
        .lines()
        .find(|line| line.starts_with(&format!("{start:x}-")));
    Ok(line.ok_or("esa región no está en el mapa")?.to_owned())
}

/// Cuánta memoria física ocupa esa región, según `/proc/self/smaps`.
fn resident(start: usize) -> Result<String, Box<dyn Error>> {
    let smaps = fs::read_to_string("/proc/self/smaps")?;
    let line = smaps
        .lines()
        .skip_while(|line| !line.starts_with(&format!("{start:x}-")))
        .find(|line| line.starts_with("Rss:"));
    Ok(line.ok_or("esa región no está en el mapa")?.to_owned())
}
// ANCHOR_END: programa
