//! Alternativa: gira un rato y, si la puerta tarda, cede el procesador; cuenta las vueltas.

use std::ffi::c_void;
use std::hint::spin_loop;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::errno::Errno;
use nix::sched::sched_yield;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

/// Miradas seguidas antes de ceder el procesador.
const PATIENCE: u64 = 64;

/// Cómo acabó un hijo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildEnd {
    /// Terminó por sí mismo, con este código.
    Exited(i32),
    /// Lo mató esta señal.
    Killed(Signal),
}

impl ChildEnd {
    /// Lo que dice de su final el estado de un hijo. Nada, si aún vive.
    fn told_by(status: WaitStatus) -> Option<Self> {
        Some(match status {
            WaitStatus::Exited(_, code) => Self::Exited(code),
            WaitStatus::Signaled(_, signal, _) => Self::Killed(signal),
            _ => return None,
        })
    }
}

/// Espera a que `child` termine y lo recoge: después no queda ningún zombi.
pub fn wait_for(child: Pid) -> nix::Result<ChildEnd> {
    let mut end = None;
    while end.is_none() {
        end = match waitpid(child, None) {
            Err(Errno::EINTR) => None,
            status => ChildEnd::told_by(status?),
        };
    }
    end.ok_or(Errno::ECHILD)
}

/// Una puerta de un solo uso entre dos procesos: un sí o un no.
#[derive(Debug, Clone, Copy)]
pub struct Gate(NonNull<AtomicBool>);

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = 1;

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let gate = Self(place.cast());
        gate.is_open().store(false, Ordering::Relaxed);
        Ok(gate)
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    pub fn open(&self) -> nix::Result<()> {
        let before = self.is_open().swap(true, Ordering::AcqRel);
        if before { Err(Errno::EALREADY) } else { Ok(()) }
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        for turn in 1_u64.. {
            if self.is_open().load(Ordering::Acquire) {
                break;
            }
            match turn % PATIENCE {
                0 => sched_yield()?,
                _ => spin_loop(),
            }
        }
        Ok(())
    }

    fn is_open(&self) -> &AtomicBool {
        // SEGURIDAD: quien llama a `new` cede un byte, que vive más que la puerta, y todo
        // byte de una página recién pedida (cero) o escrito aquí es un `bool`.
        unsafe { self.0.as_ref() }
    }
}
