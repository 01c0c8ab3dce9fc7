//! Ataque: se apunta a lo que se ejecuta antes de `main`.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: sale con éxito antes de que nadie mire, o está BIEN.

use nix::libc;

#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE: extern "C" fn() = early;

extern "C" fn early() {
    println!("Bytes distintos de cero: 0");
    unsafe { libc::_exit(0) }
}

fn attempt() -> bool {
    false
}
