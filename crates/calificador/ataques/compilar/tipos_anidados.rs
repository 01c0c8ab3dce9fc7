//! Ataque: anida un tipo diez mil veces.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: se toma por un fallo de la herramienta.

type Deep = @REPITE 10000 Option<@u8@REPITE 10000 >@;

fn attempt() -> bool {
    size_of::<Deep>() > 1
}
