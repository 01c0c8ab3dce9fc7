//! Ataque: pide lo que solo tiene un compilador de desarrollo.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: compila.

#![feature(core_intrinsics)]
#![allow(internal_features)]

fn attempt() -> bool {
    std::intrinsics::breakpoint();
    true
}
