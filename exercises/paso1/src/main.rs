//! El programa del paso 1: reserva una región con tu `allocate` y comprueba, con
//! un hijo de verdad, si lo que escribe uno lo ve el otro.

use std::error::Error;
use std::ffi::c_void;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;

use castellano::errno::call_failed;
use castellano::signal;
use nix::libc;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, fork, getpid};
use opciones1::Args;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "paso1: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    if args.mensaje.len() > args.bytes.get() {
        let (text, room) = (args.mensaje.len(), args.bytes);
        return Err(format!("el mensaje ocupa {text} bytes y la región solo tiene {room}").into());
    }
    let region = paso1::allocate(args.bytes).map_err(|e| call_failed("mmap", e).to_string())?;
    let mut out = io::stdout().lock();
    writeln!(out, "Región de {} bytes en {region:p}", args.bytes)?;
    writeln!(
        out,
        "Bytes distintos de cero: {}",
        count_nonzero(region, args.bytes)
    )?;
    out.flush()?;
    if args.pausa {
        let pid = getpid();
        writeln!(
            out,
            "En pausa: mira /proc/{pid}/maps y pulsa Intro para seguir"
        )?;
        out.flush()?;
        io::stdin().lock().read_line(&mut String::new())?;
    }

    child_writes(region, args)?;
    let seen = read_back(region, args.mensaje.len());
    writeln!(out, "El hijo escribe: «{}»", args.mensaje)?;
    writeln!(out, "El padre lee:    «{}»", String::from_utf8_lossy(&seen))?;
    if seen != args.mensaje.as_bytes() {
        return Err("el padre no ve lo que escribió el hijo: la memoria no es de los dos".into());
    }
    Ok(())
}

// ANCHOR: child_writes
/// Crea un hijo que escribe el mensaje en la región, y espera a que termine.
fn child_writes(region: NonNull<c_void>, args: &Args) -> Result<(), Box<dyn Error>> {
    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }.map_err(|e| call_failed("fork", e).to_string())? {
        ForkResult::Child => {
            write_all(region, args.mensaje.as_bytes());
            // El último byte también tiene que existir.
            touch(region, args.bytes.get() - 1);
            // SEGURIDAD: terminar no tiene requisitos.
            unsafe { libc::_exit(0) }
        }
        ForkResult::Parent { child } => {
            match waitpid(child, None).map_err(|e| call_failed("waitpid", e).to_string())? {
                WaitStatus::Signaled(_, killer, _) => {
                    let why = signal::describe(killer);
                    Err(format!("al hijo lo mató {killer} ({why}) al escribir en la región").into())
                }
                _ => Ok(()),
            }
        }
    }
}
// ANCHOR_END: child_writes

/// Cuántos bytes de la región no son cero.
fn count_nonzero(region: NonNull<c_void>, len: NonZeroUsize) -> usize {
    let first = region.cast::<u8>();
    (0..len.get())
        // SEGURIDAD: `allocate` promete `len` bytes que se pueden leer, y todavía
        // no hay ningún otro proceso que escriba en ellos.
        .filter(|&i| unsafe { first.add(i).read_volatile() } != 0)
        .count()
}

/// Escribe `bytes` al principio de la región.
fn write_all(region: NonNull<c_void>, bytes: &[u8]) {
    let first = region.cast::<u8>();
    for (i, &byte) in bytes.iter().enumerate() {
        // SEGURIDAD: `run` comprobó que el mensaje cabe; el padre no toca la
        // región hasta que este proceso termina.
        unsafe { first.add(i).write_volatile(byte) };
    }
}

/// Lee el byte `offset` y lo vuelve a escribir como estaba.
fn touch(region: NonNull<c_void>, offset: usize) {
    let first = region.cast::<u8>();
    // SEGURIDAD: como en `write_all`, y `offset` es menor que la longitud pedida.
    unsafe {
        first
            .add(offset)
            .write_volatile(first.add(offset).read_volatile());
    };
}

/// Lee `len` bytes del principio de la región.
fn read_back(region: NonNull<c_void>, len: usize) -> Vec<u8> {
    let first = region.cast::<u8>();
    // SEGURIDAD: como en `count_nonzero`: el hijo ya terminó, y nadie más escribe.
    (0..len)
        .map(|i| unsafe { first.add(i).read_volatile() })
        .collect()
}
