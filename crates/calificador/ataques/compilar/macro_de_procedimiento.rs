//! Ataque: se declara macro de procedimiento, que es código que se ejecuta dentro del compilador.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: se ejecuta al compilar.

extern crate proc_macro;

#[proc_macro]
pub fn run(_input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    std::process::exit(0)
}

fn attempt() -> bool {
    true
}
