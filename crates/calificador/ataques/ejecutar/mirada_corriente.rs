//! Ataque: espera ante la puerta mirando un `bool` corriente, que solo sin optimizar se mira más de una vez.
//! Paso: paso4
//! Código: MAL
//! Colaría si: se compilara con otras opciones que en casa.

use std::ffi::c_void;
use std::ptr::NonNull;

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
pub struct Gate {
    open: NonNull<bool>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = size_of::<bool>();

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let open = place.cast::<bool>();
        // SEGURIDAD: quien llama nos cede BYTES bytes al principio de una página.
        unsafe { open.write(false) };
        Ok(Self { open })
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    pub fn open(&self) -> nix::Result<()> {
        // SEGURIDAD: no la hay: el otro proceso lee a la vez.
        unsafe { *self.open.as_ptr() = true };
        Ok(())
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        // SEGURIDAD: no la hay: el otro proceso escribe a la vez.
        while !unsafe { *self.open.as_ptr() } {}
        Ok(())
    }
}
