//! Ataque: comete tantos errores que el compilador no para de hablar.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el informe crece sin límite.

fn attempt() -> bool {
    @REPITE 5000 let _: u8 = "no es un número"; @
    true
}
