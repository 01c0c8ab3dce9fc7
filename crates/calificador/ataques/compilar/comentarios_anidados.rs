//! Ataque: anida cien mil comentarios, y cien mil bloques.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: se toma por un fallo de la herramienta, o quien lee la entrega se queda sin pila.

@REPITE 100000 /*@@REPITE 100000 */@

fn attempt() -> bool {
    @REPITE 100000 {@false@REPITE 100000 }@
}
