//! Rareza: más comentarios que código, con emojis y con el nombre de todo lo prohibido.
//! Paso: paso1

/* 🧠🧠🧠 PASO 1 🧠🧠🧠 ¡¡¡Al fin!!! /* anidado: «no_mangle» */ */
// No uso include_str!("/etc/shadow") ni env!("HOME") ni asm!("nop") ni exit(0). 😇
// test result: FAILED. 0 passed; 6 failed — esto es un comentario, tranquilidad 🙃
// \u{202e} <script>alert("¡hola!")</script>  =SUMA(A1:A9)

use std::ffi::c_void; // 👈 void
use std::num::NonZeroUsize; // 👈 nunca cero
use std::ptr::NonNull; // 👈 nunca nulo

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous}; // 📦

/// 🇪🇸 Reserva memoria para dos procesos 👨‍👦. ¿Por qué `MAP_SHARED`? Porque sí; ¡y
/// porque `MAP_PRIVATE` es copia al escribir! Ñandú, pingüino, cigüeña, corazón. ❤️
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let _motto: &str = "#[no_mangle] include!(\"…\") 🦀 r#\"texto\"#";
    let leer_y_escribir_ñ = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE; // ✍️
    // SEGURIDAD: 🛡️ el núcleo elige un hueco libre.
    unsafe { mmap_anonymous(None, len, leer_y_escribir_ñ, MapFlags::MAP_SHARED) }
}
