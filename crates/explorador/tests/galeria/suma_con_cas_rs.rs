// Sumar con un bucle de comparar y cambiar: si otro se adelantó, se repite.
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
    let mut visto = n.load(SeqCst);
    while let Err(ahora) = n.compare_exchange(visto, visto + 1, SeqCst, SeqCst) {
        visto = ahora;
    }
    if hijo == 0 {
        termina(pagina);
    }
    recoge(hijo);
    println!("{}", n.load(SeqCst));
    suelta(pagina);
}
