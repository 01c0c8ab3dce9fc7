//! El capítulo del reto 3: comprobar una cosa y usar otra.

use std::sync::atomic::{AtomicU32, Ordering};

fn main() {
    // ANCHOR: programa
    let room = 12;
    println!("Con dos miradas: {}", twice(&prefix_that_changes(), room));
    println!("Con una:         {}", once(&prefix_that_changes(), room));
    // ANCHOR_END: programa
}

// ANCHOR: miradas
/// Mira para comprobar, y vuelve a mirar para leer.
fn twice(prefix: &Prefix, room: u32) -> String {
    if prefix.look() > room {
        return "no se fía".to_owned();
    }
    format!("va a leer {} bytes, y caben {room}", prefix.look())
}

/// Mira una vez, y lo que comprueba es lo que usa.
fn once(prefix: &Prefix, room: u32) -> String {
    let len = prefix.look();
    if len > room {
        return "no se fía".to_owned();
    }
    format!("va a leer {len} bytes, y caben {room}")
}
// ANCHOR_END: miradas

/// Un prefijo que otro proceso cambia en el peor momento: después de la primera mirada.
struct Prefix {
    len: AtomicU32,
}

fn prefix_that_changes() -> Prefix {
    Prefix {
        len: AtomicU32::new(4),
    }
}

impl Prefix {
    fn look(&self) -> u32 {
        let seen = self.len.load(Ordering::Acquire);
        // Aquí, el otro proceso:
        self.len.store(1000, Ordering::Release);
        seen
    }
}
