//! Ataque: hace llamadas al sistema sin parar, una detrás de otra, para que quien las apunta se quede sin memoria.
//! Paso: paso4
//! Código: MAL o TIEMPO
//! Colaría si: quien juzga las guarda todas, o está BIEN.

use std::ffi::c_void;
use std::ptr::NonNull;

use nix::libc;
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
        match waitpid(child, None)? {
            WaitStatus::Exited(_, code) => return Ok(ChildEnd::Exited(code)),
            WaitStatus::Signaled(_, signal, _) => return Ok(ChildEnd::Killed(signal)),
            _ => {}
        }
    }
}

#[derive(Debug)]
pub struct Gate(NonNull<c_void>);

impl Gate {
    pub const BYTES: usize = 64;

    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        Ok(Self(place))
    }

    pub fn open(&self) -> nix::Result<()> {
        self.insist()
    }

    pub fn wait(&self) -> nix::Result<()> {
        self.insist()
    }

    fn insist(&self) -> nix::Result<()> {
        loop {
            unsafe {
                libc::syscall(libc::SYS_futex, self.0.as_ptr(), libc::FUTEX_WAKE, 1, 0, 0, 0);
                libc::sched_yield();
                libc::getppid();
            }
        }
    }
}
