//! El capítulo del paso 3: cortar y copiar trozos sin salirse.

// ANCHOR: programa
fn main() {
    let mut card = *b"..........";

    // El trozo de la izquierda y el de la derecha miden lo mismo: si no,
    // `copy_from_slice` entra en pánico antes de escribir nada.
    let name = "Ada";
    card[..name.len()].copy_from_slice(name.as_bytes());
    println!("{}", card.escape_ascii());

    // Los índices entran en pánico si se salen; `get_mut` pregunta primero.
    match card.get_mut(8..12) {
        Some(piece) => piece.fill(b'x'),
        None => println!("Del 8 al 12 no hay sitio: la tarjeta mide {}", card.len()),
    }
    println!("{}", card.escape_ascii());
}
// ANCHOR_END: programa
