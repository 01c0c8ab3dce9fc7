//! Equivocación: repite waitpid con cualquier error, también con los que no se arreglan esperando.
//! Falla: echild — «se repite sin fin»
//! Y por eso: rechazos

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
            Ok(_) | Err(_) => {}
        }
    }
}

/// Una puerta de un solo uso entre dos procesos.
#[derive(Debug)]
pub struct Gate {
    semaphore: NonNull<sem_t>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = size_of::<sem_t>();

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let semaphore = place.cast::<sem_t>();
        // SEGURIDAD: quien llama nos cede BYTES bytes al principio de una página.
        Errno::result(unsafe { libc::sem_init(semaphore.as_ptr(), 1, 0) })?;
        Ok(Self { semaphore })
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    pub fn open(&self) -> nix::Result<()> {
        // SEGURIDAD: `new` inició el semáforo.
        Errno::result(unsafe { libc::sem_post(self.semaphore.as_ptr()) })?;
        Ok(())
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        loop {
            // SEGURIDAD: como en `open`.
            match Errno::result(unsafe { libc::sem_wait(self.semaphore.as_ptr()) }) {
                Ok(_) => return Ok(()),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
            }
        }
    }
}
