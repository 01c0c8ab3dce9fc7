//! Equivocación: espera con una siesta en lugar de esperar a que se abra la puerta.
//! Falla: mensaje — «Dormir no sincroniza»

use std::ffi::c_void;
use std::ptr::NonNull;
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
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
            Err(Errno::EINTR) | Ok(_) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Una puerta de un solo uso entre dos procesos.
#[derive(Debug)]
pub struct Gate {}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = 0;

    /// Prepara una puerta cerrada en `place`.
    pub fn new(_place: NonNull<c_void>) -> nix::Result<Self> {
        Ok(Self {})
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    pub fn open(&self) -> nix::Result<()> {
        Ok(())
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        // De sobra para que el padre escriba.
        thread::sleep(Duration::from_millis(20));
        Ok(())
    }
}
