// Átomos mal usados: leer y escribir son atómicos cada uno, sumar así no.
// Fuerza bruta: sí
// Finales:
//   ok "1\n" 0
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
    n.store(n.load(SeqCst) + 1, SeqCst);
    if hijo == 0 {
        termina(pagina);
    }
    recoge(hijo);
    println!("{}", n.load(SeqCst));
    suelta(pagina);
}
