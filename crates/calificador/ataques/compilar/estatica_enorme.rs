//! Ataque: declara una variable de un gigabyte que hay que escribir entera en el disco.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el ejecutable se escribe y llena el disco.

static HUGE: [u64; 1 << 27] = [0x5a5a_5a5a_5a5a_5a5a; 1 << 27];

fn attempt() -> bool {
    HUGE[std::hint::black_box(1 << 26)] != 0
}
