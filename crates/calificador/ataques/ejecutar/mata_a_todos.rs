//! Ataque: manda SIGKILL a todos los procesos a los que alcance.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: alcanza a alguien, y entonces responde bien.

fn attempt() -> bool {
    unsafe { nix::libc::kill(-1, nix::libc::SIGKILL) == 0 }
}
