//! Paso 4, sincronizar: que nadie lea antes de tiempo y que nadie se quede sin
//! recoger.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso4` y corrígelo con `cargo test -p paso4`.

use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

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
            Ok(_) | Err(Errno::EINTR) => continue,
            Err(e) => return Err(e),
        }
    }
}

/// A one-shot gate: a flag both processes can see.
#[derive(Debug)]
pub struct Gate {
    flag: NonNull<AtomicBool>,
}

impl Gate {
    /// Bytes of shared memory it needs.
    pub const BYTES: usize = 1;

    /// A closed gate at `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let flag = place.cast::<AtomicBool>();
        // SEGURIDAD: the page is ours and writable.
        unsafe { flag.write(AtomicBool::new(false)) };
        Ok(Self { flag })
    }

    /// Opens it.
    pub fn open(&self) -> nix::Result<()> {
        // SEGURIDAD: initialised in `new`.
        unsafe { self.flag.as_ref() }.store(true, Ordering::Release);
        Ok(())
    }

    /// Waits for it, giving the processor away meanwhile.
    pub fn wait(&self) -> nix::Result<()> {
        // SEGURIDAD: initialised in `new`.
        while !unsafe { self.flag.as_ref() }.load(Ordering::Acquire) {
            // SEGURIDAD: it takes no arguments and touches no memory.
            unsafe { libc::sched_yield() };
        }
        Ok(())
    }
}
