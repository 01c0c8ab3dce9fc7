//! Ataque: se apunta a lo que se ejecuta antes de `main` con un atributo que depende de otro.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: sale con éxito antes de que nadie mire, o está BIEN.

#[cfg_attr(all(), used, unsafe(link_section = ".init_array.00001"))]
static BEFORE: extern "C" fn() = early;

extern "C" fn early() {
    unsafe { nix::libc::_exit(0) }
}

fn attempt() -> bool {
    false
}
