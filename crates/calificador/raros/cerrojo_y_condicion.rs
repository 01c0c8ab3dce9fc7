//! Rareza: la puerta es un cerrojo y una condición de pthread, compartidos entre procesos.
//! Paso: paso4

use std::ffi::c_void;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildEnd {
    Exited(i32),
    Killed(Signal),
}

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

#[repr(C)]
struct Shared {
    lock: libc::pthread_mutex_t,
    change: libc::pthread_cond_t,
    open: bool,
}

#[derive(Debug)]
pub struct Gate {
    shared: NonNull<Shared>,
}

/// Las funciones de pthread devuelven el error; no está en errno.
fn check(result: i32) -> nix::Result<()> {
    if result == 0 {
        Ok(())
    } else {
        Err(Errno::from_raw(result))
    }
}

impl Gate {
    pub const BYTES: usize = size_of::<Shared>();

    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        let shared = place.cast::<Shared>();
        // SEGURIDAD: quien llama cede BYTES bytes, a cero, al principio de una página.
        unsafe {
            let mut lock = std::mem::zeroed();
            check(libc::pthread_mutexattr_init(&raw mut lock))?;
            check(libc::pthread_mutexattr_setpshared(&raw mut lock, libc::PTHREAD_PROCESS_SHARED))?;
            check(libc::pthread_mutex_init(&raw mut (*shared.as_ptr()).lock, &raw const lock))?;
            let mut change = std::mem::zeroed();
            check(libc::pthread_condattr_init(&raw mut change))?;
            check(libc::pthread_condattr_setpshared(&raw mut change, libc::PTHREAD_PROCESS_SHARED))?;
            check(libc::pthread_cond_init(&raw mut (*shared.as_ptr()).change, &raw const change))?;
            (*shared.as_ptr()).open = false;
        }
        Ok(Self { shared })
    }

    pub fn open(&self) -> nix::Result<()> {
        let shared = self.shared.as_ptr();
        // SEGURIDAD: `new` los inició, y `open` solo se toca con el cerrojo.
        unsafe {
            check(libc::pthread_mutex_lock(&raw mut (*shared).lock))?;
            (*shared).open = true;
            check(libc::pthread_cond_broadcast(&raw mut (*shared).change))?;
            check(libc::pthread_mutex_unlock(&raw mut (*shared).lock))
        }
    }

    pub fn wait(&self) -> nix::Result<()> {
        let shared = self.shared.as_ptr();
        // SEGURIDAD: como en `open`.
        unsafe {
            check(libc::pthread_mutex_lock(&raw mut (*shared).lock))?;
            while !(*shared).open {
                check(libc::pthread_cond_wait(
                    &raw mut (*shared).change,
                    &raw mut (*shared).lock,
                ))?;
            }
            check(libc::pthread_mutex_unlock(&raw mut (*shared).lock))
        }
    }
}
