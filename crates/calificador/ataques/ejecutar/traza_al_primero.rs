//! Ataque: se pone a trazar al primer proceso de la caja y a quien lo creó.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    [1, unsafe { libc::getppid() }].into_iter().any(|pid| unsafe {
        libc::ptrace(libc::PTRACE_SEIZE, pid, 0, 0) == 0 || libc::ptrace(libc::PTRACE_ATTACH, pid, 0, 0) == 0
    })
}
