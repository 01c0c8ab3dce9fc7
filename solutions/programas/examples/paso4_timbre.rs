//! El capítulo del paso 4: una tubería que solo sirve para avisar.
//!
//! Con el argumento `muere`, el hijo termina sin haber avisado.

use std::env;

use nix::libc;
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork, pipe, read, write};

fn main() -> nix::Result<()> {
    let dies_first = env::args().nth(1).is_some_and(|word| word == "muere");

    // ANCHOR: programa
    let (ear, bell) = pipe()?;
    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Child => {
            let prepared = !dies_first;
            if prepared {
                let _ = write(&bell, b"!"); // el byte da igual: cuenta que llegue
            }
            drop((ear, bell)); // `_exit` no lo hace por nadie
            // SEGURIDAD: terminar no tiene requisitos.
            unsafe { libc::_exit(0) }
        }
        ForkResult::Parent { child } => {
            drop(bell); // si no, la tubería nunca se quedaría sin escritores
            match read(&ear, &mut [0])? {
                0 => println!("El hijo se ha ido sin avisar"),
                _ => println!("El hijo avisa: está preparado"),
            }
            waitpid(child, None)?;
        }
    }
    // ANCHOR_END: programa
    Ok(())
}
