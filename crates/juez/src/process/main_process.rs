//! El proceso principal de una ejecución.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::sync::Arc;

use explorador::cage::{self, Cage};
use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// El proceso principal, que es hijo del juez viva donde viva.
pub struct Main {
    /// Con sus tuberías. Si vive en una caja, el proceso que se creó con él era el
    /// intermediario, y ya no existe.
    pub child: Child,
    /// Su PID, visto por el juez.
    pub pid: Pid,
    /// Donde vive.
    pub cage: Option<Arc<Cage>>,
    seen: Option<i32>,
}

impl Main {
    /// El que acaba de empezar.
    pub fn new(child: Child, pid: Pid, cage: Option<Arc<Cage>>) -> Self {
        // Ahora que existe seguro: después de recogido ya no se puede preguntar.
        let seen = cage.is_some().then(|| cage::inner_pid(pid.as_raw()));
        Self {
            child,
            pid,
            cage,
            seen,
        }
    }

    /// Su PID, visto por él mismo.
    pub fn own_pid(&self) -> i32 {
        self.seen.unwrap_or(self.pid.as_raw())
    }

    /// Lo mata, si sigue vivo, y lo recoge.
    pub fn end(&mut self) -> io::Result<ExitStatus> {
        if self.cage.is_none() {
            let _ = self.child.kill();
            return self.child.wait();
        }
        // Aún no se ha recogido: ese PID no puede ser de otro.
        let _ = kill(self.pid, Signal::SIGKILL);
        let mut status = 0;
        loop {
            // SEGURIDAD: `status` vive durante la llamada.
            let got = unsafe { libc::waitpid(self.pid.as_raw(), &raw mut status, 0) };
            match Errno::result(got) {
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
                Ok(_) => return Ok(ExitStatus::from_raw(status)),
            }
        }
    }
}
