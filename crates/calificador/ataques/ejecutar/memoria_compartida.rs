//! Ataque: toca gigabytes de memoria compartida, que no es de ningún proceso.
//! Paso: paso1
//! Código: MEMORIA o MAL
//! Final: si_cuela
//! Colaría si: consigue dos gigabytes, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    const PIECE: usize = 64 << 20;
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    // Acotado a dos gigabytes.
    (0..32).all(|_| unsafe {
        let piece = libc::mmap(std::ptr::null_mut(), PIECE, 3, flags, -1, 0);
        if piece == libc::MAP_FAILED {
            return false;
        }
        piece.write_bytes(1, PIECE);
        true
    })
}
