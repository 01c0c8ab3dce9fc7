//! Ataque: toca gigabytes de memoria compartida, que no es de ningún proceso.
//! Paso: paso1
//! Código: MEMORIA o MAL
//! Final: si_cuela
//! Colaría si: consigue dos gigabytes, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    const PIECE: usize = 64 << 20;
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    // Acotado a dos gigabytes. Primero se piden todos, y después se tocan.
    let pieces: Vec<*mut libc::c_void> = (0..32)
        .map(|_| unsafe { libc::mmap(std::ptr::null_mut(), PIECE, 3, flags, -1, 0) })
        .take_while(|piece| *piece != libc::MAP_FAILED)
        .collect();
    if pieces.len() < 32 {
        return false;
    }
    for piece in pieces {
        unsafe { piece.write_bytes(1, PIECE) };
    }
    true
}
