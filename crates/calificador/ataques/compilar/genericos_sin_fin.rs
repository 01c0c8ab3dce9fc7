//! Ataque: pide una función distinta para cada tipo de una lista que no se acaba, con el límite del compilador subido.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el compilador pasa de su memoria o de su tiempo.
#![recursion_limit = "100000000"]
#![type_length_limit = "100000000"]

fn grow<T: Default>(depth: u64) -> u64 {
    if depth == 0 {
        return size_of::<T>() as u64;
    }
    grow::<(T, T)>(depth - 1) + grow::<[T; 2]>(depth - 1)
}

fn attempt() -> bool {
    grow::<(u8, u8)>(40) == 0
}
