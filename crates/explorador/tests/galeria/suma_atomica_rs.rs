// La misma suma con `fetch_add`: una sola operación.
// Fuerza bruta: sí
// Finales:
//   ok "2\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

fn main() {
    let pagina: *mut AtomicU32 = comparte();
    // SEGURIDAD: la página está a cero, que es un AtomicU32 válido.
    let n = unsafe { &*pagina };
    let hijo = fork();
    n.fetch_add(1, SeqCst);
    if hijo == 0 {
        termina(pagina);
    }
    recoge(hijo);
    println!("{}", n.load(SeqCst));
    suelta(pagina);
}
