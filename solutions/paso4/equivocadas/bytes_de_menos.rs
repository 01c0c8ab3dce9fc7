//! Equivocación: la puerta ocupa más bytes de los que dice.
//! Falla: mensaje — «`BYTES` dice menos de lo que ocupa la puerta»

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
///
/// Véase `waitpid(2)`.
///
/// # Errores
/// Los de `waitpid(2)`, salvo `EINTR`: `ECHILD` si `child` no es hijo nuestro o
/// ya se recogió.
pub fn wait_for(child: Pid) -> nix::Result<ChildEnd> {
    loop {
        match waitpid(child, None) {
            Ok(WaitStatus::Exited(_, code)) => return Ok(ChildEnd::Exited(code)),
            Ok(WaitStatus::Signaled(_, signal, _)) => return Ok(ChildEnd::Killed(signal)),
            // Una señal nos despertó, o el hijo cambió de estado sin terminar:
            // todavía no hay nada que contar.
            Err(Errno::EINTR) | Ok(_) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Una puerta de un solo uso entre dos procesos: uno espera ante ella y el otro
/// la abre.
///
/// Da igual quién llegue antes: si ya está abierta, esperar no espera. Es un
/// semáforo que empieza en 0 (`sem_overview(7)`).
#[derive(Debug)]
pub struct Gate {
    semaphore: NonNull<sem_t>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = size_of::<u32>();

    /// Prepara una puerta cerrada en `place`: [`Gate::BYTES`] bytes de memoria
    /// compartida al principio de una página, que desde ahora son de la puerta.
    ///
    /// Se llama una vez, antes de crear al hijo.
    ///
    /// # Errores
    /// Los de `sem_init(3)`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let semaphore = place.cast::<sem_t>();
        // SEGURIDAD: quien llama nos cede BYTES bytes alineados a una página, y
        // el 1 dice que el semáforo lo usará más de un proceso.
        Errno::result(unsafe { libc::sem_init(semaphore.as_ptr(), 1, 0) })?;
        Ok(Self { semaphore })
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    ///
    /// Todo lo que este proceso escribió antes lo ve quien pasa.
    ///
    /// # Errores
    /// Los de `sem_post(3)`.
    pub fn open(&self) -> nix::Result<()> {
        // SEGURIDAD: `new` inició el semáforo, y la memoria vive más que la puerta.
        Errno::result(unsafe { libc::sem_post(self.semaphore.as_ptr()) })?;
        Ok(())
    }

    /// Espera a que la puerta se abra, sin gastar procesador mientras tanto.
    ///
    /// # Errores
    /// Los de `sem_wait(3)`, salvo `EINTR`.
    pub fn wait(&self) -> nix::Result<()> {
        loop {
            // SEGURIDAD: como en `open`.
            match Errno::result(unsafe { libc::sem_wait(self.semaphore.as_ptr()) }) {
                Ok(_) => return Ok(()),
                // Nos despertó una señal, no la puerta.
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
            }
        }
    }
}
