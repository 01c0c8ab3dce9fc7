//! El cuartel: un proceso del que nacen los vigías.
//!
//! Cargar el ejecutable y ajustarlo es casi todo lo que tarda un vigía en ponerse a
//! trabajar. El cuartel ya lo ha hecho: cuando el servidor le manda los extremos de dos
//! tuberías se bifurca, y el hijo es un vigía con una por entrada y otra por salida.
//! Tiene un solo hilo, no ejecuta nada y se va cuando se va el servidor.

use std::io;
use std::io::IoSliceMut;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};

use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{ForkResult, dup2_stdin, dup2_stdout, fork};
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};

/// El primer y único argumento de `taller` que lo convierte en cuartel. Por la entrada
/// tiene un *socket* con el servidor.
pub const ORDER: &str = "cuartel";

/// Lo que será la entrada y la salida de un vigía.
type Ends = [OwnedFd; 2];

/// De aquí salen los vigías, hasta que el servidor se va.
///
/// # Errores
/// Si la entrada no es la que tiene que ser.
pub fn run() -> Result<()> {
    listen_for_deaths().context("no se pueden atender las señales del sistema")?;
    loop {
        while !matches!(
            waitpid(None, Some(WaitPidFlag::WNOHANG)),
            Ok(WaitStatus::StillAlive) | Err(_)
        ) {}
        let stdin = io::stdin();
        let mut socket = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        // Solo mientras se espera llegan las muertes: ninguna se queda sin ver.
        match ppoll(&mut socket, None, Some(SigSet::empty())) {
            Err(Errno::EINTR) => continue,
            other => other.context("no se puede esperar al servidor")?,
        };
        let Some(ends) = receive().context("no se entiende al servidor")? else {
            return Ok(());
        };
        // SEGURIDAD: este proceso tiene un solo hilo: el hijo puede hacer lo que quiera.
        match unsafe { fork() } {
            Ok(ForkResult::Child) => become_vigil(ends),
            // Las tuberías se cierran aquí; si no hay hijo, el servidor lo nota en ellas.
            Ok(ForkResult::Parent { .. }) | Err(_) => {}
        }
    }
}

/// Que la muerte de un vigía interrumpa la espera, y nada más.
fn listen_for_deaths() -> nix::Result<()> {
    extern "C" fn nothing(_: libc::c_int) {}
    let action = SigAction::new(
        SigHandler::Handler(nothing),
        SaFlags::empty(),
        SigSet::empty(),
    );
    // SEGURIDAD: el manejador no hace nada.
    unsafe { sigaction(Signal::SIGCHLD, &action) }?;
    SigSet::from(Signal::SIGCHLD).thread_block()
}

/// Las tuberías del vigía siguiente; `None` si el servidor se ha ido.
fn receive() -> io::Result<Option<Ends>> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    let count = recvmsg(
        io::stdin(),
        &mut [IoSliceMut::new(&mut byte)],
        &mut control,
        RecvFlags::CMSG_CLOEXEC,
    )?;
    if count.bytes == 0 {
        return Ok(None);
    }
    let mut ends = Vec::new();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(fds) = message {
            ends.extend(fds);
        }
    }
    let ends = Ends::try_from(ends).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(Some(ends))
}

fn become_vigil([lifeline, frames]: Ends) -> ! {
    let ready = || -> nix::Result<()> {
        let action = SigAction::new(SigHandler::SigDfl, SaFlags::empty(), SigSet::empty());
        // SEGURIDAD: no se instala ningún manejador.
        unsafe { sigaction(Signal::SIGCHLD, &action) }?;
        SigSet::from(Signal::SIGCHLD).thread_unblock()?;
        dup2_stdin(&lifeline)?;
        dup2_stdout(&frames)
    };
    let done = ready().is_ok();
    drop((lifeline, frames));
    let code = i32::from(!done || super::run().is_err());
    std::process::exit(code);
}
