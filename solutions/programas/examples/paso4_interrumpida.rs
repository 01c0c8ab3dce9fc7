//! El capítulo del paso 4: una señal despierta a quien estaba dormido en una llamada.

use std::ptr;

use nix::errno::Errno;
use nix::libc::{self, ITIMER_REAL, c_int, itimerval, timeval};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use nix::unistd::{pipe, read, write};

// ANCHOR: programa
fn main() -> nix::Result<()> {
    let (from, to) = pipe()?;
    let mut buffer = [0; 4];

    ring_every(10_000)?; // microsegundos
    // La tubería está vacía: quien lee se duerme… hasta que llega una señal.
    println!("Primera lectura: {:?}", read(&from, &mut buffer));
    ring_every(0)?; // se acabaron las señales

    write(&to, b"pan!")?;
    println!("Segunda lectura: {:?}", read(&from, &mut buffer));
    Ok(())
}
// ANCHOR_END: programa

/// No hace nada: basta con que exista para que la señal no mate al proceso.
extern "C" fn wake_up(_: c_int) {}

/// Pide al núcleo una señal `SIGALRM` cada tantos microsegundos; con 0, ninguna más.
fn ring_every(microseconds: i64) -> nix::Result<()> {
    // Sin SA_RESTART: la llamada interrumpida no se reanuda sola.
    let action = SigAction::new(
        SigHandler::Handler(wake_up),
        SaFlags::empty(),
        SigSet::empty(),
    );
    // SEGURIDAD: el manejador no toca nada.
    unsafe { sigaction(Signal::SIGALRM, &action)? };

    let period = timeval {
        tv_sec: 0,
        tv_usec: microseconds,
    };
    let timer = itimerval {
        it_interval: period,
        it_value: period,
    };
    // SEGURIDAD: `timer` vive durante la llamada, y no pedimos el valor anterior.
    Errno::result(unsafe { libc::setitimer(ITIMER_REAL, &raw const timer, ptr::null_mut()) })?;
    Ok(())
}
