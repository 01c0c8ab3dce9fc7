//! Rareza: la puerta no está en su sitio, sino en un archivo de memoria (memfd) y con un futex.
//! Paso: paso4

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};

use nix::errno::Errno;
use nix::libc;
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::mman::{MapFlags, ProtFlags, mmap};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{Pid, ftruncate};

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

#[derive(Debug)]
pub struct Gate {
    word: NonNull<AtomicU32>,
}

impl Gate {
    pub const BYTES: usize = 1;

    pub fn new(_place: NonNull<c_void>) -> nix::Result<Self> {
        let file = memfd_create(c"puerta", MFdFlags::MFD_CLOEXEC)?;
        ftruncate(&file, 4096)?;
        let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
        let length = NonZeroUsize::new(4096).ok_or(Errno::EINVAL)?;
        // SEGURIDAD: el núcleo elige un hueco libre.
        let place = unsafe { mmap(None, length, protection, MapFlags::MAP_SHARED, &file, 0)? };
        Ok(Self { word: place.cast() })
    }

    pub fn open(&self) -> nix::Result<()> {
        self.word().store(1, Ordering::Release);
        self.futex(libc::FUTEX_WAKE, 1).map(drop)
    }

    pub fn wait(&self) -> nix::Result<()> {
        while self.word().load(Ordering::Acquire) == 0 {
            match self.futex(libc::FUTEX_WAIT, 0) {
                Ok(_) | Err(Errno::EINTR | Errno::EAGAIN) => {}
                Err(errno) => return Err(errno),
            }
        }
        Ok(())
    }

    fn word(&self) -> &AtomicU32 {
        // SEGURIDAD: la proyección vive lo que el proceso, y está a cero.
        unsafe { self.word.as_ref() }
    }

    fn futex(&self, operation: i32, value: u32) -> nix::Result<i64> {
        let timeout = ptr::null::<libc::timespec>();
        // SEGURIDAD: la palabra está en memoria compartida.
        Errno::result(unsafe {
            libc::syscall(libc::SYS_futex, self.word.as_ptr(), operation, value, timeout)
        })
    }
}
