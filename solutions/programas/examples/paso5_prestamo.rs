//! El capítulo del paso 5: quién recoge, y cuándo, si la que recoge es `Drop`.

use std::mem::ManuallyDrop;

// ANCHOR: libro
/// Un libro de la biblioteca: se devuelve solo cuando ya no se usa.
struct Borrowed(&'static str);

impl Drop for Borrowed {
    fn drop(&mut self) {
        println!("  (se devuelve «{}»)", self.0);
    }
}
// ANCHOR_END: libro

// ANCHOR: usos
fn main() {
    println!("Al final del bloque:");
    {
        let _book = Borrowed("Platero y yo");
    }
    println!("Por un camino de error:");
    let _ = study();

    println!("Con ManuallyDrop:");
    let book = ManuallyDrop::new(Borrowed("Ficciones"));
    println!("  «{}» sigue a mano, pero ya no se devuelve solo", book.0);
}

fn study() -> Result<(), &'static str> {
    let book = Borrowed("Rayuela");
    let page: Result<u32, _> = Err("se ha ido la luz");
    println!("  leo «{}» por la página {}", book.0, page?); // sale por aquí
    Ok(())
}
// ANCHOR_END: usos
