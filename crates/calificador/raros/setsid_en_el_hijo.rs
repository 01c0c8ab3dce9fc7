//! Rareza: el hijo estrena sesión, nombre y señales antes de hacer lo suyo.
//! Paso: paso2

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc;
use nix::sys::prctl;
use nix::sys::signal::{SigHandler, Signal, signal};
use nix::unistd::{ForkResult, Pid, fork, setsid};

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let _ = io::stdout().flush();
    // SEGURIDAD: el proceso tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let _ = setsid();
            let _ = prctl::set_name(c"el-hijo");
            // SEGURIDAD: no hay nadie que dependa de estas señales.
            unsafe {
                let _ = signal(Signal::SIGINT, SigHandler::SigDfl);
                let _ = signal(Signal::SIGHUP, SigHandler::SigIgn);
            }
            let code = catch_unwind(AssertUnwindSafe(child)).unwrap_or(101);
            let _ = io::stdout().flush();
            // SEGURIDAD: `_exit` no tiene requisitos.
            unsafe { libc::_exit(code) }
        }
    }
}
