//! Ataque: busca un descriptor heredado que no sea la entrada, la salida ni los errores.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: hereda alguno, y entonces responde bien.

fn attempt() -> bool {
    (3..4096).any(|fd| unsafe { nix::libc::fcntl(fd, nix::libc::F_GETFD) } >= 0)
}
