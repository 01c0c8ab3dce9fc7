//! El capítulo del paso 2: un pánico que no sale de donde se le espera.

use std::panic::{AssertUnwindSafe, catch_unwind};

// ANCHOR: programa
fn main() {
    let mut attempts = 0;
    for divisor in [2, 0] {
        // La promesa de AssertUnwindSafe: si hay pánico, `attempts` sigue siendo
        // un número válido, aunque la cuenta se quede a medias.
        let result = catch_unwind(AssertUnwindSafe(|| {
            attempts += 1;
            10 / divisor
        }));
        match result {
            Ok(quotient) => println!("10 / {divisor} = {quotient}"),
            Err(_) => println!("10 / {divisor} acabó en pánico, pero el programa sigue"),
        }
    }
    println!("Lo he intentado {attempts} veces");
}
// ANCHOR_END: programa
