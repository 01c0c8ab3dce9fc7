//! Ataque: deja en la puerta un hijo propio que gira y abre cuando le parece.
//! Paso: paso4
//! Código: MAL o TIEMPO o PROCESOS
//! Colaría si: ese hijo queda en marcha, o está BIEN.

use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

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
    match waitpid(child, None)? {
        WaitStatus::Signaled(_, signal, _) => Ok(ChildEnd::Killed(signal)),
        WaitStatus::Exited(_, code) => Ok(ChildEnd::Exited(code)),
        _ => Ok(ChildEnd::Exited(0)),
    }
}

#[derive(Debug)]
pub struct Gate {
    state: NonNull<AtomicU32>,
}

impl Gate {
    pub const BYTES: usize = 4;

    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let gate = Self {
            state: place.cast(),
        };
        if unsafe { libc::fork() } == 0 {
            unsafe { libc::alarm(60) };
            loop {
                gate.state().fetch_add(1, Ordering::Relaxed);
                std::hint::spin_loop();
            }
        }
        Ok(gate)
    }

    pub fn open(&self) -> nix::Result<()> {
        Ok(())
    }

    pub fn wait(&self) -> nix::Result<()> {
        while self.state().load(Ordering::Relaxed) < 1_000_000 {
            std::hint::spin_loop();
        }
        Ok(())
    }

    fn state(&self) -> &AtomicU32 {
        unsafe { self.state.as_ref() }
    }
}
