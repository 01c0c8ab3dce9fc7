// `process::exit` no ejecuta los `Drop`: el hijo se va sin soltar la página, aunque
// el tipo esté bien escrito.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0 fugas=1
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

struct Pagina(*mut AtomicU32);

impl Drop for Pagina {
    fn drop(&mut self) {
        suelta(self.0);
    }
}

fn main() {
    let pagina = Pagina(comparte());
    // SEGURIDAD: la página está a cero y vive tanto como `pagina`.
    let dato = unsafe { &*pagina.0 };
    let hijo = fork();
    if hijo == 0 {
        dato.store(42, SeqCst);
        std::process::exit(0);
    }
    recoge(hijo);
    println!("{}", dato.load(SeqCst));
}
