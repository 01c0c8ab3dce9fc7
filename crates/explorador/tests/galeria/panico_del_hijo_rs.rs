// El hijo entra en pánico si llega antes que el padre. Es un final con código 101,
// no una caída; y como nadie le quitó la página, queda una fuga.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "101\n" 0 fugas=1
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

fn main() {
    let pagina: *mut AtomicU32 = comparte();
    // SEGURIDAD: la página está a cero, que es un AtomicU32 válido.
    let dato = unsafe { &*pagina };
    let hijo = fork();
    if hijo == 0 {
        assert_eq!(dato.load(SeqCst), 42, "todavía no está");
        termina(pagina);
    }
    dato.store(42, SeqCst);
    println!("{}", recoge(hijo));
    suelta(pagina);
}
