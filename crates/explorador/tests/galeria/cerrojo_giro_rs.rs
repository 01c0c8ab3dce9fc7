// Un cerrojo de giro con `spin_loop`, sin ceder el turno al sistema.
// Finales:
//   ok "2\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

struct Pagina {
    cerrojo: AtomicBool,
    n: AtomicU32,
}

fn main() {
    let pagina: *mut Pagina = comparte();
    // SEGURIDAD: la página está a cero, que es una Pagina válida.
    let p = unsafe { &*pagina };
    let hijo = fork();
    while p
        .cerrojo
        .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
        .is_err()
    {
        spin_loop();
    }
    p.n.store(p.n.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    p.cerrojo.store(false, Ordering::Release);
    if hijo == 0 {
        termina(pagina);
    }
    recoge(hijo);
    println!("{}", p.n.load(Ordering::Relaxed));
    suelta(pagina);
}
