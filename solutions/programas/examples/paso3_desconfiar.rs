//! El capítulo del paso 3: un texto que viene de fuera se comprueba, y el error
//! dice dónde está el problema.

// ANCHOR: programa
use std::ffi::CString;

fn main() {
    // Una cadena de C no puede llevar un NUL dentro: `CString` lo busca por ti.
    match CString::new("uno\0dos") {
        Ok(text) => println!("{text:?}"),
        Err(error) => println!("Hay un NUL en la posición {}", error.nul_position()),
    }

    // «año» escrito por un programa antiguo, en Latin-1: no es UTF-8.
    let received = vec![b'a', 0xf1, b'o'];
    match String::from_utf8(received) {
        Ok(text) => println!("{text}"),
        Err(error) => println!(
            "Bytes que sí son UTF-8, desde el principio: {}",
            error.utf8_error().valid_up_to()
        ),
    }
}
// ANCHOR_END: programa
