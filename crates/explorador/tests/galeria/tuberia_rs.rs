// La tubería de la biblioteca estándar (`std::io::pipe`) como aviso.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};
use std::io::{Read, Write, pipe};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

fn main() {
    let pagina: *mut AtomicU32 = comparte();
    // SEGURIDAD: la página está a cero, que es un AtomicU32 válido.
    let dato = unsafe { &*pagina };
    let (mut lee, mut escribe) = pipe().expect("pipe");
    let hijo = fork();
    if hijo == 0 {
        dato.store(42, Relaxed);
        escribe.write_all(b"x").expect("write");
        drop((lee, escribe));
        termina(pagina);
    }
    lee.read_exact(&mut [0]).expect("read");
    println!("{}", dato.load(Relaxed));
    recoge(hijo);
    suelta(pagina);
}
