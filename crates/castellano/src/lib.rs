//! Lo que un programa del curso necesita para hablar español.
//!
//! Los programas de los ejercicios y la orden `taller` comparten estas frases
//! para que el mismo fallo se cuente siempre con las mismas palabras:
//!
//! - [`errno`]: qué significa cada `errno`, y la línea que cuenta una llamada fallida;
//! - [`signal`]: qué significa cada señal que puede acabar con un proceso;
//! - [`rustc`]: qué quieren decir los errores del compilador, y qué probar;
//! - [`cli`]: los argumentos, la ayuda y los errores de uso de `clap`, en español;
//! - [`visible`]: el texto de otra persona, para enseñarlo sin que engañe;
//! - [`plural()`]: «1 byte», «4096 bytes».
//!
//! ```no_run
//! use clap::Parser;
//!
//! /// Padre e hijo comparten un mensaje.
//! #[derive(Parser)]
//! #[command(version)]
//! struct Args {
//!     /// Tamaño de la región, en bytes
//!     #[arg(long, value_name = "N", default_value_t = 4096)]
//!     bytes: usize,
//! }
//!
//! let args: Args = castellano::cli::parse();
//! println!("{}", castellano::plural(args.bytes, "byte", "bytes"));
//! ```
//!
//! Este es el último crate de la cadena: lo enlazan tanto el juez como el
//! programa juzgado, así que nunca debe saber nada de pasos, de correcciones ni
//! de exploraciones, ni depender de otra cosa que `clap` y `nix`.

pub mod cli;
pub mod errno;
mod plural;
pub mod rustc;
pub mod signal;
pub mod visible;

pub use plural::plural;
