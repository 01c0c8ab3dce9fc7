//! Ataque: pide grupos enormes de semáforos de System V, que son memoria del núcleo y no cuentan para nadie.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: consigue doscientos megabytes, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    // Acotado: cien grupos de dos megabytes.
    (0..100).all(|_| unsafe { libc::semget(libc::IPC_PRIVATE, 32_000, 0o600) } >= 0)
}
