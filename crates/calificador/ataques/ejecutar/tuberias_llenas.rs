//! Ataque: guarda memoria del núcleo en tuberías llenas que nadie lee.
//! Paso: paso1
//! Código: MAL o MEMORIA o PROCESOS
//! Final: si_cuela
//! Colaría si: guarda medio gigabyte, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let block = vec![1_u8; 1 << 20];
    let mut total = 0;
    // Acotado a quinientas tuberías de un mebibyte.
    for _ in 0..500 {
        let mut ends = [0; 2];
        unsafe {
            if libc::pipe2(ends.as_mut_ptr(), libc::O_NONBLOCK) != 0 {
                break;
            }
            libc::fcntl(ends[1], libc::F_SETPIPE_SZ, 1 << 20);
            let written = libc::write(ends[1], block.as_ptr().cast(), block.len());
            total += usize::try_from(written).unwrap_or(0);
        }
    }
    total >= 400 << 20
}
