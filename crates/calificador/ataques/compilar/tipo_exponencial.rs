//! Ataque: define con pocas líneas un tipo de mil millones de piezas.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el compilador pasa de su memoria o de su tiempo.

fn grow<T: Default>(depth: u32, value: T) -> bool {
    if depth == 0 {
        std::hint::black_box(&value);
        true
    } else {
        grow(depth - 1, (T::default(), T::default()))
    }
}

fn attempt() -> bool {
    grow(1 << 20, 0_u8)
}
