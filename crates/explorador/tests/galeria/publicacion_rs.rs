// Publicar con Release y esperar con Acquire: quien ve la bandera ve el dato.
// Finales:
//   ok "42\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

struct Pagina {
    listo: AtomicBool,
    dato: AtomicU32,
}

fn main() {
    let pagina: *mut Pagina = comparte();
    // SEGURIDAD: la página está a cero, que es una Pagina válida.
    let p = unsafe { &*pagina };
    let hijo = fork();
    if hijo == 0 {
        p.dato.store(42, Ordering::Relaxed);
        p.listo.store(true, Ordering::Release);
        termina(pagina);
    }
    while !p.listo.load(Ordering::Acquire) {
        std::thread::yield_now();
    }
    println!("{}", p.dato.load(Ordering::Relaxed));
    recoge(hijo);
    suelta(pagina);
}
