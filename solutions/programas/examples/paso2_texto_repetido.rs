//! El capítulo del paso 2: el texto que esperaba en el búfer se copia con `fork`.
//!
//! Con el argumento `vaciar`, el texto sale antes de la copia y solo aparece una vez.

use std::env;
use std::io::{self, Write};
use std::process;

use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let flush_first = env::args().nth(1).is_some_and(|word| word == "vaciar");

    // ANCHOR: programa
    print!("una vez… "); // sin salto de línea: se queda en el búfer
    if flush_first {
        io::stdout().flush()?;
    }
    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Child => process::exit(0), // antes de terminar, vacía el búfer
        ForkResult::Parent { child } => waitpid(child, None)?,
    };
    println!("fin"); // y aquí lo vacía el padre
    // ANCHOR_END: programa
    Ok(())
}
