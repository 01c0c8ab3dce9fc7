//! Ataque: escribe sin parar en la salida de errores.
//! Paso: paso1
//! Código: MAL o TIEMPO
//! Final: si_cuela
//! Colaría si: el informe, o la memoria de quien califica, crecen sin límite.

fn attempt() -> bool {
    let block = [b'x'; 1 << 16];
    loop {
        let written = unsafe { nix::libc::write(2, block.as_ptr().cast(), block.len()) };
        if written < 0 {
            return false;
        }
    }
}
