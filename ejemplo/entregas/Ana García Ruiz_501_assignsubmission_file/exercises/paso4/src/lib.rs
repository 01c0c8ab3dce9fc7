//! Paso 4, sincronizar: que nadie lea antes de tiempo y que nadie se quede sin
//! recoger.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso4` y corrígelo con `cargo test -p paso4`.

use std::ffi::c_void;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::libc::{self, sem_t};
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

/// Una puerta de un solo uso entre dos procesos.
#[derive(Debug)]
pub struct Gate {
    sem: NonNull<sem_t>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = std::mem::size_of::<sem_t>();

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let sem = place.cast::<sem_t>();
        // SEGURIDAD: la memoria es nuestra y compartida (por eso el 1).
        Errno::result(unsafe { libc::sem_init(sem.as_ptr(), 1, 0) })?;
        Ok(Self { sem })
    }

    /// Abre la puerta.
    pub fn open(&self) -> nix::Result<()> {
        // SEGURIDAD: el semáforo se inició en `new`.
        Errno::result(unsafe { libc::sem_post(self.sem.as_ptr()) }).map(drop)
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        loop {
            // SEGURIDAD: el semáforo se inició en `new`.
            match Errno::result(unsafe { libc::sem_wait(self.sem.as_ptr()) }) {
                Err(Errno::EINTR) => continue,
                other => return other.map(drop),
            }
        }
    }
}
