//! El programa del reto 1: usa tu región vigilada hasta el último byte y, si se lo pides,
//! uno más.

use std::error::Error;
use std::ffi::c_void;
use std::fs;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;

use castellano::errno::call_failed;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use nix::unistd::getpid;
use opciones_reto1::Args;
use paso4::ChildEnd;
use reto1::{allocate_guarded, release_guarded};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "reto1: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Outcome {
    if let Some(rounds) = args.rondas {
        return repeat(args, rounds);
    }
    surround(args.bytes);
    let region = reserve(args)?;
    let used = use_it(args, region);
    let released = release_guarded(region, args.bytes);
    used?;
    Ok(released.map_err(|e| call_failed("release_guarded", e).to_string())?)
}

/// Llena de memoria corriente los huecos en los que cabría la región: así, si le falta la
/// guarda, lo que tiene detrás es de otro y se puede tocar sin que nadie se queje, que es
/// justo lo peligroso. Se queda hasta que el programa termina.
fn surround(len: NonZeroUsize) {
    const NEIGHBOURS: usize = 16;
    const TOO_BIG: usize = 1 << 30;
    let Some(len) = len.checked_add(2 * 4096).filter(|len| len.get() < TOO_BIG) else {
        return;
    };
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    for _ in 0..NEIGHBOURS {
        // SEGURIDAD: sin MAP_FIXED el núcleo elige un hueco libre: no pisa nada. Si no lo
        // hay, tampoco hace falta llenarlo.
        let _ = unsafe { mmap_anonymous(None, len, protection, MapFlags::MAP_PRIVATE) };
    }
}

fn reserve(args: &Args) -> Result<NonNull<c_void>, Box<dyn Error>> {
    Ok(allocate_guarded(args.bytes).map_err(|e| call_failed("allocate_guarded", e).to_string())?)
}

fn use_it(args: &Args, region: NonNull<c_void>) -> Outcome {
    if args.pausa {
        return pause(&format!("La región está en {region:p}"));
    }
    let cells: NonNull<u8> = region.cast();
    match (args.toca, args.mira) {
        (Some(place), _) => visit(args, region, (place, "escribe"), || {
            // SEGURIDAD: puede que ese byte no sea de la región, y es lo que se quiere
            // ver: el proceso que lo toca no hace nada más.
            unsafe { cells.add(place).write_volatile(1) };
        }),
        (_, Some(place)) => visit(args, region, (place, "lee"), || {
            // SEGURIDAD: lo mismo.
            unsafe { cells.add(place).read_volatile() };
        }),
        _ => fill(args, region),
    }
}

// ANCHOR: fill
/// El hijo llena la región, del primer byte al último; el padre la lee.
fn fill(args: &Args, region: NonNull<c_void>) -> Outcome {
    let cells: NonNull<u8> = region.cast();
    let len = args.bytes.get();
    // SEGURIDAD: `place` es menor que `len` en los dos usos, y la región es nuestra.
    let read = |place| unsafe { cells.add(place).read_volatile() };
    let dirty = (0..len).filter(|&place| read(place) != 0).count();
    writeln!(io::stdout(), "Al empezar, bytes que no son cero: {dirty}")?;
    let child = paso2::spawn(|| {
        for place in 0..len {
            // SEGURIDAD: lo mismo; y el padre no mira hasta que este hijo termina.
            unsafe { cells.add(place).write_volatile(pattern(place)) };
        }
        returned(args, region)
    })
    .map_err(|e| call_failed("fork", e).to_string())?;
    let end = paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())?;
    if let ChildEnd::Killed(signal) = end {
        return Err(format!("al hijo lo ha matado {signal}, y no se ha salido").into());
    }
    let right = (0..len).filter(|&place| read(place) == pattern(place));
    let right = right.count();
    writeln!(io::stdout(), "De {len} bytes, el padre lee bien {right}")?;
    Ok(())
}

/// Un hijo toca un solo byte, y el padre cuenta cómo le ha ido.
fn visit(
    args: &Args,
    region: NonNull<c_void>,
    (place, verb): (usize, &str),
    touch: impl FnOnce(),
) -> Outcome {
    let child = paso2::spawn(|| {
        touch();
        returned(args, region)
    })
    .map_err(|e| call_failed("fork", e).to_string())?;
    match paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())? {
        ChildEnd::Killed(signal) => writeln!(
            io::stdout(),
            "El hijo {verb} en el byte {place}, y lo mata {signal}"
        )?,
        ChildEnd::Exited(_) => writeln!(
            io::stdout(),
            "El hijo {verb} en el byte {place}, y no pasa nada"
        )?,
    }
    Ok(())
}
// ANCHOR_END: fill

/// El hijo heredó la proyección: le toca quitar la suya. El código con el que termina.
fn returned(args: &Args, region: NonNull<c_void>) -> i32 {
    i32::from(release_guarded(region, args.bytes).is_err())
}

/// Lo que va en cada byte: nunca cero, y distinto en el de al lado y en el de la página
/// siguiente.
fn pattern(place: usize) -> u8 {
    u8::try_from(place % 251 + 1).unwrap_or(u8::MAX)
}

fn repeat(args: &Args, rounds: u32) -> Outcome {
    let before = count_mappings()?;
    for _ in 0..rounds {
        let region = reserve(args)?;
        // SEGURIDAD: el primer byte es de la región.
        unsafe { region.cast::<u8>().write_volatile(1) };
        release_guarded(region, args.bytes)
            .map_err(|e| call_failed("release_guarded", e).to_string())?;
    }
    let after = count_mappings()?;
    writeln!(
        io::stdout(),
        "Proyecciones que quedan después de {rounds} rondas: {}",
        after.saturating_sub(before)
    )?;
    Ok(())
}

fn count_mappings() -> io::Result<usize> {
    Ok(fs::read_to_string("/proc/self/maps")?.lines().count())
}

fn pause(told: &str) -> Outcome {
    let mut out = io::stdout();
    writeln!(out, "{told}")?;
    writeln!(
        out,
        "En pausa: mira /proc/{}/maps y pulsa Intro para terminar",
        getpid()
    )?;
    out.flush()?;
    io::stdin().lock().read_line(&mut String::new())?;
    Ok(())
}
