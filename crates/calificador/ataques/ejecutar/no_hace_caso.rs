//! Ataque: no hace caso a ninguna señal y gira para siempre.
//! Paso: paso1
//! Código: TIEMPO o MAL
//! Final: si_cuela
//! Colaría si: no se le puede matar.

fn attempt() -> bool {
    for signal in 1..65 {
        unsafe { nix::libc::signal(signal, nix::libc::SIG_IGN) };
    }
    loop {
        std::hint::spin_loop();
    }
}
