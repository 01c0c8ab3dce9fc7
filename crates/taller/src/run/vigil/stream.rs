//! Una de las salidas del programa, hasta que se cierra o se pasa de lo que se deja.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::super::frames::Frame;
use super::outlet::Outlet;

/// De dónde se lee y en qué trama se cuenta.
pub struct Stream {
    source: Option<File>,
    frame: fn(Vec<u8>) -> Frame,
}

impl Stream {
    /// Sobre esa tubería, sin esperar nunca por ella.
    pub fn new(source: Option<OwnedFd>, frame: fn(Vec<u8>) -> Frame) -> io::Result<Self> {
        if let Some(source) = &source {
            fcntl(source, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        }
        Ok(Self {
            source: source.map(File::from),
            frame,
        })
    }

    /// Pasa al servidor lo que haya, sin pasarse de `bytes_left`.
    pub fn pump(&mut self, outlet: &mut Outlet, bytes_left: &mut usize) {
        let mut buffer = [0; 8 * 1024];
        while let Some(source) = &mut self.source
            && *bytes_left > 0
        {
            match source.read(&mut buffer) {
                Ok(0) => self.source = None,
                Ok(count) => {
                    let count = count.min(*bytes_left);
                    *bytes_left -= count;
                    outlet.push(&(self.frame)(buffer[..count].to_vec()));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(_) => self.source = None,
            }
        }
    }

    /// La tubería, si sigue abierta.
    pub fn as_fd(&self) -> Option<BorrowedFd<'_>> {
        self.source.as_ref().map(AsFd::as_fd)
    }
}
