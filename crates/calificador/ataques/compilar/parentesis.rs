//! Ataque: abre tantos paréntesis que el compilador se queda sin pila.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: se toma por un fallo de la herramienta.

fn attempt() -> bool {
    @REPITE 60000 (@true@REPITE 60000 )@
}
