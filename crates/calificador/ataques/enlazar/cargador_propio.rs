//! Ataque: elige el cargador con el que se ejecuta el programa.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: el programa lo carga otro, o está BIEN.

macro_rules! with {
    ($($attribute:tt)*) => {
        #[used]
        #[unsafe($($attribute)*)]
        static LOADER: [u8; 11] = *b"/tmp/cargar";
    };
}

with!(link_section = ".interp");

fn attempt() -> bool {
    false
}
