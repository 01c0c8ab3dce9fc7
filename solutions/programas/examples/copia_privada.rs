//! El capítulo «Qué es un proceso»: tras `fork`, cada proceso tiene su variable.

// ANCHOR: programa
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork, getpid, getppid};

fn main() -> nix::Result<()> {
    let mut number = 1;
    println!("Antes de fork hay un proceso, el {}.", getpid());

    // SEGURIDAD: este programa tiene un solo hilo, así que el hijo
    // puede ejecutar cualquier código después de fork.
    match unsafe { fork() }? {
        ForkResult::Child => {
            number += 41;
            println!(
                "Soy el hijo {}, mi padre es {} y aquí number vale {number}.",
                getpid(),
                getppid()
            );
        }
        ForkResult::Parent { child } => {
            waitpid(child, None)?;
            println!(
                "Soy el padre {}, mi hijo fue {child} y aquí number vale {number}.",
                getpid()
            );
        }
    }
    Ok(())
}
// ANCHOR_END: programa
