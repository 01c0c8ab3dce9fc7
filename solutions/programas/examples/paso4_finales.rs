//! El capítulo del paso 4: lo que cuenta `waitpid` de tres hijos distintos.

use nix::libc;
use nix::sys::signal::{Signal, raise};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork};

fn main() -> nix::Result<()> {
    // ANCHOR: programa
    let quits = child_that(|| 3)?;
    println!("{:?}", waitpid(quits, None));

    let dies = child_that(|| raise(Signal::SIGKILL).map_or(1, |()| 0))?;
    println!("{:?}", waitpid(dies, None));

    // El primero ya está recogido: no queda nada que contar.
    println!("{:?}", waitpid(quits, None));
    // ANCHOR_END: programa
    Ok(())
}

fn child_that(action: fn() -> i32) -> nix::Result<Pid> {
    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        // SEGURIDAD: terminar no tiene requisitos.
        ForkResult::Child => unsafe { libc::_exit(action()) },
    }
}
