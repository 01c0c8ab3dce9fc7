//! Ataque: declara una variable de un terabyte.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el compilador o el programa se llevan la memoria de la máquina.

static mut HUGE: [u8; 1 << 40] = [0; 1 << 40];

fn attempt() -> bool {
    unsafe { (&raw mut HUGE).cast::<u8>().write_volatile(1) };
    true
}
