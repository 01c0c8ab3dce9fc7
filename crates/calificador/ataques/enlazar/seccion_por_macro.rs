//! Ataque: se apunta a lo que se ejecuta antes de `main` sin escribir el atributo: lo forma una macro.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: sale con éxito antes de que nadie mire, o está BIEN.

macro_rules! with {
    ($($attribute:tt)*) => {
        #[used]
        #[unsafe($($attribute)*)]
        static EARLY: extern "C" fn() = leave;
    };
}

with!(link_section = ".init_array.00000");

extern "C" fn leave() {
    unsafe { nix::libc::_exit(0) }
}

fn attempt() -> bool {
    false
}
