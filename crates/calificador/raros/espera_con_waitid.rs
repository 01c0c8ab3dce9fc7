//! Rareza: recoge al hijo con waitid y un descriptor de proceso (pidfd), y la puerta es un semáforo.
//! Paso: paso4

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::libc::{self, sem_t, siginfo_t};
use nix::sys::signal::Signal;
use nix::unistd::Pid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildEnd {
    Exited(i32),
    Killed(Signal),
}

pub fn wait_for(child: Pid) -> nix::Result<ChildEnd> {
    let id = libc::id_t::try_from(child.as_raw()).map_err(|_| Errno::ECHILD)?;
    let mut info = MaybeUninit::<siginfo_t>::zeroed();
    loop {
        // SEGURIDAD: `info` es sitio bastante para lo que se escribe.
        let result = unsafe { libc::waitid(libc::P_PID, id, info.as_mut_ptr(), libc::WEXITED) };
        match Errno::result(result) {
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
            Ok(_) => break,
        }
    }
    // SEGURIDAD: waitid lo rellenó; y a cero también vale.
    let (code, status) = unsafe {
        let info = info.assume_init_ref();
        (info.si_code, info.si_status())
    };
    if code == libc::CLD_EXITED {
        Ok(ChildEnd::Exited(status))
    } else {
        Signal::try_from(status).map(ChildEnd::Killed)
    }
}

#[derive(Debug)]
pub struct Gate(NonNull<sem_t>);

impl Gate {
    pub const BYTES: usize = size_of::<sem_t>();

    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        // SEGURIDAD: quien llama cede BYTES bytes al principio de una página.
        Errno::result(unsafe { libc::sem_init(place.as_ptr().cast(), 1, 0) })?;
        Ok(Self(place.cast()))
    }

    pub fn open(&self) -> nix::Result<()> {
        // SEGURIDAD: `new` lo inició.
        Errno::result(unsafe { libc::sem_post(self.0.as_ptr()) }).map(drop)
    }

    pub fn wait(&self) -> nix::Result<()> {
        // SEGURIDAD: como en `open`.
        while let Err(errno) = Errno::result(unsafe { libc::sem_wait(self.0.as_ptr()) }) {
            if errno != Errno::EINTR {
                return Err(errno);
            }
        }
        Ok(())
    }
}
