//! Paso 4, sincronizar: que nadie lea antes de tiempo y que nadie se quede sin
//! recoger.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso4` y corrígelo con `cargo test -p paso4`.

use std::ffi::c_void;
use std::ptr::NonNull;
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
            Ok(_) | Err(Errno::EINTR) => continue,
            Err(e) => return Err(e),
        }
    }
}

const CERRADA: u32 = 0;
const ABIERTA: u32 = 1;

/// Una puerta de un solo uso entre dos procesos.
#[derive(Debug)]
pub struct Gate {
    palabra: NonNull<AtomicU32>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = 4;

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let palabra = place.cast::<AtomicU32>();
        // SEGURIDAD: nos ceden BYTES bytes alineados a una página.
        unsafe { palabra.write(AtomicU32::new(CERRADA)) };
        Ok(Self { palabra })
    }

    fn palabra(&self) -> &AtomicU32 {
        // SEGURIDAD: `new` la inició y la memoria vive más que la puerta.
        unsafe { self.palabra.as_ref() }
    }

    fn futex(&self, operacion: i32, valor: u32) -> nix::Result<()> {
        let nada = std::ptr::null::<libc::timespec>();
        // SEGURIDAD: la palabra está en memoria compartida y sigue viva.
        let r = unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.palabra.as_ptr(),
                operacion,
                valor,
                nada,
            )
        };
        Errno::result(r).map(drop)
    }

    /// Abre la puerta.
    pub fn open(&self) -> nix::Result<()> {
        self.palabra().store(ABIERTA, Ordering::Release);
        self.futex(libc::FUTEX_WAKE, 1)
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        if self.palabra().load(Ordering::Acquire) == ABIERTA {
            return Ok(());
        }
        // Me duermo mientras la palabra siga como la acabo de ver.
        let vista = self.palabra().load(Ordering::Acquire);
        while self.futex(libc::FUTEX_WAIT, vista) == Err(Errno::EINTR) {}
        Ok(())
    }
}
