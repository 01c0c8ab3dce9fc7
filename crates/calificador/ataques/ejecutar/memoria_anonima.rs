//! Ataque: toca gigabytes de memoria.
//! Paso: paso1
//! Código: MEMORIA o MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: consigue dos gigabytes, y entonces responde bien.

fn attempt() -> bool {
    const PIECE: usize = 64 << 20;
    // Acotado: aunque nada lo pare, no pasa de dos gigabytes.
    let mut kept = vec![Vec::<u8>::new(); 32];
    // Primero se piden todos: si no los dan, no hace falta tocar ninguno.
    if kept.iter_mut().any(|piece| piece.try_reserve_exact(PIECE).is_err()) {
        return false;
    }
    for piece in &mut kept {
        // De una vez: byte a byte, sin optimizar, se acabaría antes el tiempo.
        unsafe {
            std::ptr::write_bytes(piece.as_mut_ptr(), 1, PIECE);
            piece.set_len(PIECE);
        }
    }
    kept.iter().map(Vec::len).sum::<usize>() >= 2 << 30
}
