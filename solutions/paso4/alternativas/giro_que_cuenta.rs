//! Alternativa: gira un rato y, si la puerta tarda, cede el procesador; cuenta las vueltas.

use std::ffi::c_void;
use std::hint;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::errno::Errno;
use nix::sched::sched_yield;
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
    state: NonNull<AtomicU32>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = size_of::<AtomicU32>();

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let state = place.cast::<AtomicU32>();
        // SEGURIDAD: quien llama nos cede BYTES bytes al principio de una página.
        unsafe { state.write(AtomicU32::new(0)) };
        Ok(Self { state })
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    pub fn open(&self) -> nix::Result<()> {
        self.state().store(1, Ordering::Release);
        Ok(())
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        let mut turns: u64 = 0;
        while self.state().load(Ordering::Acquire) == 0 {
            turns += 1;
            if turns.is_multiple_of(64) {
                sched_yield()?;
            } else {
                hint::spin_loop();
            }
        }
        Ok(())
    }
}

impl Gate {
    fn state(&self) -> &AtomicU32 {
        // SEGURIDAD: `new` inició la palabra, y la memoria vive más que la puerta.
        unsafe { self.state.as_ref() }
    }
}
