//! Ataque: se mata con SIGKILL.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: está BIEN.

fn attempt() -> bool {
    unsafe { nix::libc::raise(nix::libc::SIGKILL) };
    false
}
