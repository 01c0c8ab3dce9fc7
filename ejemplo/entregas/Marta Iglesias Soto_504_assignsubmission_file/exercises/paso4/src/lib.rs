//! Paso 4, sincronizar: que nadie lea antes de tiempo y que nadie se quede sin
//! recoger.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso4` y corrígelo con `cargo test -p paso4`.

use std::ffi::c_void;
use std::os::fd::OwnedFd;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{self, Pid};

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

/// Una puerta de un solo uso entre dos procesos: una tubería.
#[derive(Debug)]
pub struct Gate {
    lectura: OwnedFd,
    escritura: OwnedFd,
}

/// Repite una llamada mientras la corten las señales.
fn insiste<T>(mut llamada: impl FnMut() -> nix::Result<T>) -> nix::Result<T> {
    loop {
        match llamada() {
            Err(Errno::EINTR) => {}
            otro => return otro,
        }
    }
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = 0;

    /// Prepara una puerta cerrada. La memoria no hace falta.
    pub fn new(_place: NonNull<c_void>) -> nix::Result<Self> {
        let (lectura, escritura) = unistd::pipe()?;
        Ok(Self { lectura, escritura })
    }

    /// Abre la puerta: un byte en la tubería.
    pub fn open(&self) -> nix::Result<()> {
        insiste(|| unistd::write(&self.escritura, b"!")).map(drop)
    }

    /// Espera a que la puerta se abra: lee el byte.
    pub fn wait(&self) -> nix::Result<()> {
        insiste(|| unistd::read(&self.lectura, &mut [0])).map(drop)
    }
}
