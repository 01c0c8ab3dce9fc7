//! Ataque: se apunta a lo que se ejecuta después de `main`.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: cambia el código de salida, o está BIEN.

use nix::libc;

#[used]
#[unsafe(link_section = ".fini_array")]
static AFTER: extern "C" fn() = late;

extern "C" fn late() {
    unsafe { libc::_exit(0) }
}

fn attempt() -> bool {
    false
}
