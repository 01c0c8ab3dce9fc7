//! La salida del vigía hacia el servidor, que nunca le hace esperar.
//!
//! Si el servidor tarda en leer, lo pendiente se guarda: cabe siempre, porque la
//! salida del programa está acotada. Así los plazos se cumplen aunque nadie lea.

use std::io::{self, ErrorKind, Stdout, Write};
use std::os::fd::{AsFd, BorrowedFd};

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::super::frames::Frame;

/// La tubería y lo que falta por meter en ella.
pub struct Outlet {
    pipe: std::fs::File,
    pending: Vec<u8>,
    closed: bool,
}

impl Outlet {
    /// Sobre la salida estándar de este proceso.
    pub fn new(stdout: &Stdout) -> io::Result<Self> {
        let pipe = stdout.as_fd().try_clone_to_owned()?;
        fcntl(&pipe, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        Ok(Self {
            pipe: pipe.into(),
            pending: Vec::new(),
            closed: false,
        })
    }

    /// Añade una trama y escribe lo que quepa.
    pub fn push(&mut self, frame: &Frame) {
        self.pending.extend(frame.encode());
        self.flush();
    }

    /// Escribe lo que quepa sin esperar.
    pub fn flush(&mut self) {
        while !self.pending.is_empty() && !self.closed {
            match self.pipe.write(&self.pending) {
                Ok(count) => drop(self.pending.drain(..count)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => self.closed = true,
            }
        }
    }

    /// Escribe todo lo pendiente, esperando: el programa ya no existe.
    pub fn finish(&mut self) {
        if fcntl(&self.pipe, FcntlArg::F_SETFL(OFlag::empty())).is_ok() {
            self.flush();
        }
    }

    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Si el servidor ya no lee.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}
