//! Ataque: se hace una caja dentro de la caja, donde es administrador.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let kinds = [
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWUSER | libc::CLONE_NEWNS,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWPID,
    ];
    kinds.iter().any(|&kind| unsafe { libc::unshare(kind) } == 0)
}
