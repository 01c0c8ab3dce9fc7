//! Ataque: guarda gigabytes en archivos de memoria (memfd), que no cuentan como memoria del proceso.
//! Paso: paso1
//! Código: MEMORIA o MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: consigue dos gigabytes, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let block = vec![1_u8; 1 << 20];
    let mut total = 0;
    // Acotado: treinta y dos archivos de 64 MiB.
    for _ in 0..32 {
        let fd = unsafe { libc::memfd_create(c"saco".as_ptr(), 0) };
        for _ in 0..64 {
            let written = unsafe { libc::write(fd, block.as_ptr().cast(), block.len()) };
            total += usize::try_from(written).unwrap_or(0);
        }
    }
    total >= 2 << 30
}
