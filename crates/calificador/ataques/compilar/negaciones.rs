//! Ataque: niega una cosa cien mil veces seguidas, para que el compilador se quede sin pila.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: se toma por un fallo de la herramienta.

fn attempt() -> bool {
    @REPITE 100000 !@false
}
