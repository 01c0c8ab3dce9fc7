//! Rareza: la puerta es una pareja de conectores locales (socketpair).
//! Paso: paso4

use std::ffi::c_void;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildEnd {
    Exited(i32),
    Killed(Signal),
}

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

fn errno(error: &std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}

#[derive(Debug)]
pub struct Gate {
    inside: UnixStream,
    outside: UnixStream,
}

impl Gate {
    pub const BYTES: usize = 0;

    pub fn new(_place: NonNull<c_void>) -> nix::Result<Self> {
        let (inside, outside) = UnixStream::pair().map_err(|error| errno(&error))?;
        Ok(Self { inside, outside })
    }

    pub fn open(&self) -> nix::Result<()> {
        (&self.outside).write_all(b"!").map_err(|error| errno(&error))
    }

    pub fn wait(&self) -> nix::Result<()> {
        loop {
            match (&self.inside).read(&mut [0]) {
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(errno(&error)),
            }
        }
    }
}
