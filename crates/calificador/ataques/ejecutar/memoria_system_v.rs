//! Ataque: guarda gigabytes en segmentos de System V, que sobreviven a quien los crea.
//! Paso: paso1
//! Código: MEMORIA o MAL o PROHIBIDO
//! Final: si_cuela
//! Colaría si: consigue un gigabyte, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    const PIECE: usize = 64 << 20;
    // Acotado a un gigabyte.
    (0..16).all(|_| unsafe {
        let id = libc::shmget(libc::IPC_PRIVATE, PIECE, libc::IPC_CREAT | 0o600);
        if id < 0 {
            return false;
        }
        let piece = libc::shmat(id, std::ptr::null(), 0);
        if piece as isize == -1 {
            return false;
        }
        piece.write_bytes(1, PIECE);
        libc::shmdt(piece);
        true
    })
}
