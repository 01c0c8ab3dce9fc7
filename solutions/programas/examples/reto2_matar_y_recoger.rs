//! El capítulo del reto 2: matar a un hijo no es lo mismo que hacerlo desaparecer.

use std::fs;
use std::io;

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{Id, WaitPidFlag, waitid, waitpid};
use nix::unistd::{ForkResult, Pid, fork, pause};

fn main() -> io::Result<()> {
    // ANCHOR: programa
    let child = child_that_waits()?;
    kill(child, Signal::SIGKILL)?;
    wait_without_collecting(child)?;
    println!("Muerto y sin recoger: {}", state(child)?);
    println!("Matarlo otra vez: {:?}", kill(child, Signal::SIGKILL));

    println!("Recogerlo: {:?}", waitpid(child, None));
    println!("Recogerlo otra vez: {:?}", waitpid(child, None));
    println!(
        "¿Sigue habiendo alguien con ese PID? {:?}",
        kill(child, None)
    );
    // ANCHOR_END: programa
    Ok(())
}

/// Un hijo que espera una señal, y nada más.
fn child_that_waits() -> nix::Result<Pid> {
    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            pause();
            // SEGURIDAD: terminar no tiene requisitos.
            unsafe { libc::_exit(0) }
        }
    }
}

/// Espera a que haya muerto y lo deja sin recoger (`WNOWAIT`).
fn wait_without_collecting(child: Pid) -> nix::Result<()> {
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT;
    while let Err(errno) = waitid(Id::Pid(child), flags) {
        if errno != Errno::EINTR {
            return Err(errno);
        }
    }
    Ok(())
}

/// El estado del proceso, como lo cuenta el núcleo (`man 5 proc_pid_status`).
fn state(process: Pid) -> io::Result<String> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("State:"));
    Ok(line.unwrap_or("no lo dice").trim().to_owned())
}
