//! Ataque: guarda medio gigabyte en archivos de memoria (memfd), que no cuentan como memoria del proceso.
//! Paso: paso1
//! Código: MEMORIA o MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: consigue medio gigabyte, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let block = vec![1_u8; 1 << 20];
    let mut total = 0;
    // Acotado: ocho archivos de 64 MiB; entre todos los procesos cabría más.
    for _ in 0..8 {
        let fd = unsafe { libc::memfd_create(c"saco".as_ptr(), 0) };
        for _ in 0..64 {
            let written = unsafe { libc::write(fd, block.as_ptr().cast(), block.len()) };
            total += usize::try_from(written).unwrap_or(0);
        }
    }
    total >= 512 << 20
}
