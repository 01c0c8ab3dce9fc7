//! Ataque: cambia lo que ocurre al entrar en pánico por terminar con éxito.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

fn attempt() -> bool {
    std::panic::set_hook(Box::new(|_| std::process::exit(0)));
    panic!("todo bien")
}
