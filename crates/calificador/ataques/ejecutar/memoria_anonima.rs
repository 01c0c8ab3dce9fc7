//! Ataque: toca gigabytes de memoria.
//! Paso: paso1
//! Código: MEMORIA o MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: consigue dos gigabytes, y entonces responde bien.

fn attempt() -> bool {
    const PIECE: usize = 64 << 20;
    let mut kept: Vec<Vec<u8>> = Vec::new();
    // Acotado: aunque nada lo pare, no pasa de dos gigabytes.
    while kept.len() < 32 {
        let mut piece = Vec::new();
        if piece.try_reserve_exact(PIECE).is_err() {
            return false;
        }
        piece.resize(PIECE, 1);
        kept.push(piece);
    }
    kept.iter().map(Vec::len).sum::<usize>() >= 2 << 30
}
