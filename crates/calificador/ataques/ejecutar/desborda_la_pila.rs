//! Ataque: se llama a sí misma hasta que se acaba la pila.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: está BIEN.

#[allow(unconditional_recursion)]
fn deeper(depth: u64) -> u64 {
    std::hint::black_box(depth) + deeper(depth + 1)
}

fn attempt() -> bool {
    deeper(0) > 0
}
