// El programa correcto, en Rust: escribe el hijo y el padre lee tras recogerlo.
// Fuerza bruta: sí
// Finales:
//   ok "[mensaje completo]\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};

fn main() {
    let pagina: *mut [u8; 16] = comparte();
    let hijo = fork();
    if hijo == 0 {
        // SEGURIDAD: la página mide 4096 bytes y el padre aún no la mira.
        unsafe { pagina.write(*b"mensaje completo") };
        termina(pagina);
    }
    recoge(hijo);
    // SEGURIDAD: el hijo ya terminó: nadie más la toca.
    let leido = unsafe { *pagina };
    println!("[{}]", String::from_utf8_lossy(&leido));
    suelta(pagina);
}
