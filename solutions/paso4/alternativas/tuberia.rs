//! Alternativa: una tubería: abrir es escribir un byte y esperar es leerlo.

use std::ffi::c_void;
use std::os::fd::OwnedFd;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{Pid, pipe, read, write};

/// Cómo acabó un hijo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildEnd {
    /// Terminó por sí mismo, con este código.
    Exited(i32),
    /// Lo mató esta señal.
    Killed(Signal),
}

/// Espera a que `child` termine y lo recoge: después no queda ningún zombi.
pub fn wait_for(child: Pid) -> nix::Result<ChildEnd> {
    loop {
        match waitpid(child, None) {
            Ok(WaitStatus::Exited(_, code)) => return Ok(ChildEnd::Exited(code)),
            Ok(WaitStatus::Signaled(_, signal, _)) => return Ok(ChildEnd::Killed(signal)),
            Err(Errno::EINTR) | Ok(_) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Una puerta de un solo uso entre dos procesos.
#[derive(Debug)]
pub struct Gate {
    reader: OwnedFd,
    writer: OwnedFd,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = 0;

    /// Prepara una puerta cerrada en `place`.
    pub fn new(_place: NonNull<c_void>) -> nix::Result<Self> {
        let (reader, writer) = pipe()?;
        Ok(Self { reader, writer })
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    pub fn open(&self) -> nix::Result<()> {
        loop {
            match write(&self.writer, b"1") {
                Ok(_) => return Ok(()),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
            }
        }
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        loop {
            match read(&self.reader, &mut [0]) {
                Ok(_) => return Ok(()),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
            }
        }
    }
}
