// La carrera de partida, en Rust: el padre escribe después de `fork`.
// Fuerza bruta: sí
// Finales:
//   ok "[]\n" 0
//   ok "[mensaje ]\n" 0
//   ok "[mensaje completo]\n" 0
#[path = "comun.rs"]
mod comun;
use comun::{comparte, fork, recoge, suelta, termina};

fn main() {
    let pagina: *mut [u8; 8] = comparte();
    let hijo = fork();
    if hijo == 0 {
        // SEGURIDAD: la página mide 4096 bytes; la carrera es el asunto.
        let trozos = unsafe { [pagina.read_volatile(), pagina.add(1).read_volatile()] };
        let hasta = trozos
            .as_flattened()
            .iter()
            .position(|&byte| byte == 0)
            .unwrap_or(16);
        println!(
            "[{}]",
            String::from_utf8_lossy(&trozos.as_flattened()[..hasta])
        );
        termina(pagina);
    }
    // SEGURIDAD: ídem.
    unsafe {
        pagina.write_volatile(*b"mensaje ");
        pagina.add(1).write_volatile(*b"completo");
    }
    recoge(hijo);
    suelta(pagina);
}
