// Peterson en Rust, cediendo el turno mientras espera.
// Finales:
//   ok "2\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::SeqCst};

struct Pagina {
    quiere: [AtomicBool; 2],
    turno: AtomicUsize,
    n: AtomicU32,
}

fn main() {
    let pagina: *mut Pagina = comparte();
    // SEGURIDAD: la página está a cero, que es una Pagina válida.
    let p = unsafe { &*pagina };
    let hijo = fork();
    let yo = usize::from(hijo == 0);
    let otro = 1 - yo;
    p.quiere[yo].store(true, SeqCst);
    p.turno.store(otro, SeqCst);
    while p.quiere[otro].load(SeqCst) && p.turno.load(SeqCst) == otro {
        std::thread::yield_now();
    }
    p.n.store(p.n.load(SeqCst) + 1, SeqCst);
    p.quiere[yo].store(false, SeqCst);
    if yo == 1 {
        termina(pagina);
    }
    recoge(hijo);
    println!("{}", p.n.load(SeqCst));
    suelta(pagina);
}
