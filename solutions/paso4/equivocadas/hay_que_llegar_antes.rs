//! Equivocación: abrir solo despierta a quien ya espera; quien llega después no se entera.
//! Falla: bloqueo — «interbloqueo»

use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};

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
            Err(Errno::EINTR) | Ok(_) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Duerme mientras en `word` siga estando `value`.
fn futex_wait(word: &AtomicU32, value: u32) -> nix::Result<()> {
    let timeout = ptr::null::<libc::timespec>();
    // SEGURIDAD: `word` está en memoria compartida y vive más que la espera.
    let result = unsafe {
        libc::syscall(
            libc::SYS_futex,
            ptr::from_ref(word),
            libc::FUTEX_WAIT,
            value,
            timeout,
        )
    };
    Errno::result(result)?;
    Ok(())
}

/// Despierta a quien duerma ante `word`.
fn futex_wake(word: &AtomicU32) -> nix::Result<()> {
    // SEGURIDAD: como en `futex_wait`.
    let result = unsafe {
        libc::syscall(
            libc::SYS_futex,
            ptr::from_ref(word),
            libc::FUTEX_WAKE,
            i32::MAX,
        )
    };
    Errno::result(result)?;
    Ok(())
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
        futex_wake(self.state())
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        while futex_wait(self.state(), 0) == Err(Errno::EINTR) {}
        Ok(())
    }
}

impl Gate {
    fn state(&self) -> &AtomicU32 {
        // SEGURIDAD: `new` inició la palabra, y la memoria vive más que la puerta.
        unsafe { self.state.as_ref() }
    }
}
