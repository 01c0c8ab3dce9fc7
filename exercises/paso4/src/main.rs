//! El programa del paso 4: el hijo espera ante tu puerta a que el padre escriba,
//! y el padre espera con tu `wait_for` a que el hijo termine.

use std::error::Error;
use std::ffi::c_void;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;
use std::slice;

use castellano::errno::call_failed;
use castellano::signal;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getpid};
use opciones4::Args;
use paso4::{ChildEnd, Gate};

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "paso4: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: run
fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let place = paso1::allocate(gate_len()?).map_err(|e| call_failed("mmap", e).to_string())?;
    let gate = Gate::new(place).map_err(|e| call_failed("Gate::new", e).to_string())?;
    let region = paso1::allocate(args.bytes).map_err(|e| call_failed("mmap", e).to_string())?;

    let sibling = if args.hermano {
        Some(paso2::spawn(|| 99).map_err(|e| call_failed("fork", e).to_string())?)
    } else {
        None
    };
    let child = paso2::spawn(|| listen(&gate, region, args))
        .map_err(|e| call_failed("fork", e).to_string())?;

    if let Err(error) = speak(&gate, region, args) {
        // Si la puerta no se va a abrir, el hijo esperaría para siempre.
        let _ = kill(child, Signal::SIGKILL);
        let _ = paso4::wait_for(child);
        return Err(error);
    }
    report(child)?;
    if args.otra_vez {
        report(child)?;
    }
    if let Some(sibling) = sibling {
        report(sibling)?;
    }
    Ok(())
}

/// Lo que hace el padre: escribe y, solo después, abre.
fn speak(gate: &Gate, region: NonNull<c_void>, args: &Args) -> Result<(), Box<dyn Error>> {
    // SEGURIDAD: `allocate` dio `bytes` bytes, y el hijo no los toca mientras la
    // puerta está cerrada. Sin la puerta, esta línea sería comportamiento indefinido.
    let bytes = unsafe { slice::from_raw_parts_mut(region.as_ptr().cast(), args.bytes.get()) };
    paso3::write_message(bytes, &args.mensaje)?;
    gate.open()
        .map_err(|e| call_failed("Gate::open", e).to_string())?;
    Ok(())
}

/// Lo que hace el hijo: espera y, solo después, lee.
fn listen(gate: &Gate, region: NonNull<c_void>, args: &Args) -> i32 {
    if let Err(errno) = gate.wait() {
        let _ = writeln!(
            io::stderr(),
            "El hijo no puede esperar: {}",
            call_failed("Gate::wait", errno)
        );
        return 1;
    }
    // SEGURIDAD: la puerta está abierta: el padre ya escribió y no escribe más.
    let bytes = unsafe { slice::from_raw_parts(region.as_ptr().cast(), args.bytes.get()) };
    let shown = match paso3::read_message(bytes) {
        Ok(text) => writeln!(io::stdout(), "El hijo lee: {text}"),
        Err(error) => writeln!(io::stdout(), "El hijo no entiende lo que lee: {error}"),
    };
    if let Some(signal) = args.senal {
        let _ = kill(getpid(), signal);
    }
    if shown.is_err() {
        1
    } else {
        i32::from(args.codigo)
    }
}
// ANCHOR_END: run

/// Espera al hijo y cuenta cómo acabó.
fn report(child: Pid) -> Result<(), Box<dyn Error>> {
    let end = paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())?;
    let mut out = io::stdout();
    match end {
        ChildEnd::Exited(code) => writeln!(out, "El hijo terminó con código {code}")?,
        ChildEnd::Killed(killer) => {
            writeln!(
                out,
                "Al hijo lo mató {killer} ({})",
                signal::describe(killer)
            )?;
        }
    }
    Ok(())
}

fn gate_len() -> Result<NonZeroUsize, Box<dyn Error>> {
    // Una puerta hecha con una tubería no necesita memoria, pero `mmap` no
    // admite longitud 0.
    Ok(NonZeroUsize::new(Gate::BYTES.max(1)).ok_or("la puerta no ocupa nada")?)
}
