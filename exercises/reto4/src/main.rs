//! El programa del reto 4: el padre pone un mensaje, byte a byte, en tu búfer, y el
//! hijo lo saca al mismo tiempo.

use std::error::Error;
use std::ffi::c_void;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;

use castellano::errno::call_failed;
use nix::sys::signal::{Signal, kill};
use opciones_reto4::Args;
use paso4::ChildEnd;
use paso5::SharedMemory;
use reto4::BoundedBuffer;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "reto4: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Bytes vecinos que no son del búfer: tienen que seguir como estaban.
const FENCE: usize = 64;
const UNTOUCHED: u8 = 0xA5;

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let len = BoundedBuffer::bytes(args.huecos);
    let whole = len.checked_add(FENCE).ok_or("el búfer no cabe")?;
    let mut memory = SharedMemory::new(whole).map_err(|e| call_failed("mmap", e).to_string())?;
    if args.sin_hijo {
        memory.as_bytes_mut()[len.get()..].fill(UNTOUCHED);
    }
    let place: NonNull<c_void> = NonNull::from(memory.as_bytes_mut()).cast();
    let buffer = BoundedBuffer::new(place, args.huecos)
        .map_err(|e| call_failed("BoundedBuffer::new", e).to_string())?;
    if args.sin_hijo {
        for _ in 0..args.veces {
            alone(&buffer, args.mensaje.as_bytes())?;
        }
        if memory.as_bytes()[len.get()..]
            .iter()
            .any(|&byte| byte != UNTOUCHED)
        {
            return Err("el búfer ha escrito más allá de los bytes que pidió".into());
        }
    } else {
        share(&buffer, &args.mensaje.repeat(args.veces), place, whole)?;
    }
    Ok(memory
        .release()
        .map_err(|e| call_failed("munmap", e).to_string())?)
}

// ANCHOR: share
fn share(
    buffer: &BoundedBuffer,
    message: &str,
    place: NonNull<c_void>,
    len: NonZeroUsize,
) -> Result<(), Box<dyn Error>> {
    let child = paso2::spawn(|| {
        let shown = consume(buffer, message.len());
        // Heredó la proyección: le toca quitar la suya.
        let returned = paso5::release(place, len);
        i32::from(!(shown && returned.is_ok()))
    })
    .map_err(|e| call_failed("fork", e).to_string())?;

    let produced = produce(buffer, message);
    if produced.is_err() {
        // El mensaje no va a acabar: el hijo no debe esperar para siempre.
        let _ = kill(child, Signal::SIGKILL);
    }
    let end = paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())?;
    produced?;
    if end != ChildEnd::Exited(0) {
        return Err(format!("el hijo no terminó bien: {end:?}").into());
    }
    Ok(())
}

/// El productor: pone los bytes del mensaje y, al final, un NUL.
fn produce(buffer: &BoundedBuffer, message: &str) -> Result<(), Box<dyn Error>> {
    for byte in message.bytes().chain([0]) {
        buffer
            .put(byte)
            .map_err(|e| call_failed("BoundedBuffer::put", e).to_string())?;
    }
    Ok(())
}

/// El consumidor: saca bytes hasta el NUL y muestra el mensaje. Si ha sacado más de los
/// que se pusieron y el NUL no aparece, no seguirá para siempre.
fn consume(buffer: &BoundedBuffer, sent: usize) -> bool {
    let mut message = Vec::new();
    let complaint = loop {
        match buffer.take() {
            Ok(0) => break None,
            Ok(byte) => message.push(byte),
            Err(errno) => {
                let reason = call_failed("BoundedBuffer::take", errno);
                break Some(format!("no puede sacar nada: {reason}"));
            }
        }
        if message.len() > sent {
            break Some("no encuentra el final: ha sacado más bytes de los que se pusieron".into());
        }
    };
    let text = String::from_utf8_lossy(&message);
    let shown = writeln!(io::stdout(), "El hijo lee: {text}").is_ok();
    if let Some(complaint) = &complaint {
        let _ = writeln!(io::stderr(), "El hijo {complaint}");
    }
    shown && complaint.is_none()
}
// ANCHOR_END: share

/// Pone el mensaje entero y después lo saca, sin nadie más.
fn alone(buffer: &BoundedBuffer, message: &[u8]) -> Result<(), Box<dyn Error>> {
    for &byte in message {
        buffer
            .put(byte)
            .map_err(|e| call_failed("BoundedBuffer::put", e).to_string())?;
    }
    let taken: nix::Result<Vec<u8>> = message.iter().map(|_| buffer.take()).collect();
    let taken = taken.map_err(|e| call_failed("BoundedBuffer::take", e).to_string())?;
    writeln!(io::stdout(), "Sale: {}", String::from_utf8_lossy(&taken))?;
    Ok(())
}
