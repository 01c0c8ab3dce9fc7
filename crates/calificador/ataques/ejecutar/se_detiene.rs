//! Ataque: se detiene a sí mismo, y nadie lo despierta.
//! Paso: paso1
//! Código: TIEMPO o MAL
//! Final: si_cuela
//! Colaría si: quien juzga se queda esperando.

fn attempt() -> bool {
    unsafe { nix::libc::raise(nix::libc::SIGSTOP) };
    false
}
