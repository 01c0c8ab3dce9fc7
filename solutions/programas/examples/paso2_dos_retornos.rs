//! El capítulo del paso 2: una llamada que vuelve dos veces, y lo que pasa si el
//! hijo sigue adelante por el código del padre.

use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork};

// ANCHOR: programa
fn main() -> nix::Result<()> {
    println!("Hay un proceso.");
    let who = split_in_two()?;
    println!("Esta línea la ejecuta {who}.");
    Ok(())
}

/// Entra un proceso y salen dos.
fn split_in_two() -> nix::Result<&'static str> {
    // SEGURIDAD: este programa tiene un solo hilo.
    match unsafe { fork() }? {
        ForkResult::Child => Ok("el hijo"),
        ForkResult::Parent { child } => {
            waitpid(child, None)?; // para que las líneas salgan en orden
            Ok("el padre")
        }
    }
}
// ANCHOR_END: programa
