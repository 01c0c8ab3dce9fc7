//! El programa del paso 5: la historia entera, con la memoria devuelta por los
//! dos procesos.

use std::error::Error;
use std::fs;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;

use castellano::errno::call_failed;
use nix::sys::signal::{Signal, kill};
use nix::unistd::getpid;
use opciones5::Args;
use paso4::{ChildEnd, Gate};
use paso5::SharedMemory;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "paso5: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    match args.rondas {
        Some(rounds) => repeat(args, rounds)?,
        None if args.abandona => give_up(args)?,
        None => share(args)?,
    }
    if args.pausa {
        let mut out = io::stdout();
        writeln!(
            out,
            "En pausa: mira /proc/{}/maps y pulsa Intro para terminar",
            getpid()
        )?;
        out.flush()?;
        io::stdin().lock().read_line(&mut String::new())?;
    }
    Ok(())
}

// ANCHOR: share
fn share(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut door = reserve(gate_len()?)?;
    let door_at = NonNull::from(door.as_bytes_mut()).cast();
    let gate = Gate::new(door_at).map_err(|e| call_failed("Gate::new", e).to_string())?;
    let mut page = reserve(args.bytes)?;
    let page_at = NonNull::from(page.as_bytes_mut()).cast();

    let child = paso2::spawn(|| {
        let shown = gate.wait().is_ok()
            && paso3::read_message(page.as_bytes())
                .is_ok_and(|text| writeln!(io::stdout(), "El hijo lee: {text}").is_ok());
        // Heredó las dos proyecciones: le toca quitar las suyas.
        let returned = paso5::release(page_at, args.bytes).is_ok()
            && gate_len().is_ok_and(|len| paso5::release(door_at, len).is_ok());
        i32::from(!(shown && returned))
    })
    .map_err(|e| call_failed("fork", e).to_string())?;

    let spoken = speak(&gate, &mut page, &args.mensaje);
    if spoken.is_err() {
        // La puerta no se va a abrir: el hijo no debe esperar para siempre.
        let _ = kill(child, Signal::SIGKILL);
    }
    let end = paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())?;
    spoken?;

    page.release()
        .map_err(|e| call_failed("munmap", e).to_string())?;
    door.release()
        .map_err(|e| call_failed("munmap", e).to_string())?;
    if end != ChildEnd::Exited(0) {
        return Err(format!("el hijo no terminó bien: {end:?}").into());
    }
    writeln!(io::stdout(), "Los dos procesos han devuelto la memoria")?;
    Ok(())
}

fn speak(gate: &Gate, page: &mut SharedMemory, text: &str) -> Result<(), Box<dyn Error>> {
    paso3::write_message(page.as_bytes_mut(), text)?;
    gate.open()
        .map_err(|e| call_failed("Gate::open", e).to_string())?;
    Ok(())
}
// ANCHOR_END: share

fn reserve(len: NonZeroUsize) -> Result<SharedMemory, Box<dyn Error>> {
    Ok(SharedMemory::new(len).map_err(|e| call_failed("mmap", e).to_string())?)
}

/// Una ronda libera con `release` y la siguiente deja que lo haga `drop`.
fn repeat(args: &Args, rounds: u32) -> Result<(), Box<dyn Error>> {
    let before = count_mappings()?;
    for round in 0..rounds {
        let mut memory = reserve(args.bytes)?;
        if round == 0 {
            inspect(&mut memory, args.bytes.get())?;
        }
        memory.as_bytes_mut()[0] = 1;
        if round % 2 == 0 {
            memory
                .release()
                .map_err(|e| call_failed("munmap", e).to_string())?;
        }
    }
    let after = count_mappings()?;
    writeln!(
        io::stdout(),
        "Proyecciones antes: {before}; después de {rounds} rondas: {after}"
    )?;
    Ok(())
}

/// La región tiene que ser la que se pidió: entera, a cero, y la misma para leer y escribir.
fn inspect(memory: &mut SharedMemory, len: usize) -> Result<(), Box<dyn Error>> {
    let (to_read, to_write) = (memory.as_bytes().len(), memory.as_bytes_mut().len());
    if (to_read, to_write) != (len, len) {
        return Err(format!(
            "de {len} bytes, as_bytes presta {to_read} y as_bytes_mut, {to_write}"
        )
        .into());
    }
    if memory.as_bytes().iter().any(|&byte| byte != 0) {
        return Err("la región no empieza a cero".into());
    }
    memory.as_bytes_mut()[len - 1] = 1;
    if memory.as_bytes()[len - 1] != 1 {
        return Err("lo que se escribe en as_bytes_mut no se lee en as_bytes".into());
    }
    Ok(())
}

/// Un camino de error: la región se queda sin nadie que la use.
fn give_up(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut memory = reserve(args.bytes)?;
    paso3::write_message(memory.as_bytes_mut(), &args.mensaje)?;
    Err("me voy a medias, como pediste: ahora le toca a drop".into())
}

fn count_mappings() -> io::Result<usize> {
    Ok(fs::read_to_string("/proc/self/maps")?.lines().count())
}

fn gate_len() -> Result<NonZeroUsize, Box<dyn Error>> {
    Ok(NonZeroUsize::new(Gate::BYTES.max(1)).ok_or("la puerta no ocupa nada")?)
}
