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

/// Una puerta de un solo uso entre dos procesos: un número que pasa de 0 a 1.
#[derive(Debug)]
pub struct Gate {
    estado: NonNull<AtomicU32>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = std::mem::size_of::<AtomicU32>();

    /// Prepara una puerta cerrada en `place`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let estado = place.cast();
        // SEGURIDAD: son BYTES bytes nuestros, al principio de una página.
        unsafe { estado.write(AtomicU32::new(0)) };
        Ok(Self { estado })
    }

    /// Abre la puerta.
    pub fn open(&self) -> nix::Result<()> {
        self.estado().store(1, Ordering::SeqCst);
        // SEGURIDAD: la palabra está en memoria compartida.
        let r = unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.estado.as_ptr(),
                libc::FUTEX_WAKE,
                i32::MAX,
            )
        };
        Errno::result(r).map(drop)
    }

    /// Espera a que la puerta se abra.
    pub fn wait(&self) -> nix::Result<()> {
        // El bucle es lo importante: al despertar hay que volver a mirar.
        while self.estado().load(Ordering::SeqCst) != 1 {
            // SEGURIDAD: como en `open`; si ya no vale 0, vuelve con EAGAIN.
            let r = unsafe {
                libc::syscall(
                    libc::SYS_futex,
                    self.estado.as_ptr(),
                    libc::FUTEX_WAIT,
                    0,
                    std::ptr::null::<libc::timespec>(),
                )
            };
            match Errno::result(r) {
                Ok(_) | Err(Errno::EAGAIN) | Err(Errno::EINTR) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn estado(&self) -> &AtomicU32 {
        // SEGURIDAD: `new` la inició.
        unsafe { self.estado.as_ref() }
    }
}
