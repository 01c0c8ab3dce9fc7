// Leer después de soltar. La biblioteca de Rust atiende SIGSEGV para reconocer
// pilas desbordadas; como no es el caso, el programa cae igual.
// Finales:
//   crash "" SIGSEGV
#[path = "comun.rs"]
mod comun;
use comun::{comparte, suelta};

fn main() {
    let pagina: *mut u32 = comparte();
    // SEGURIDAD: la primera es legítima; la segunda lee memoria soltada, y de eso trata.
    unsafe {
        pagina.write_volatile(42);
        suelta(pagina);
        println!("{}", pagina.read_volatile());
    }
}
