//! Ataque: abre los contadores de la máquina, que ven lo que hacen los vecinos.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut attributes = [0_u64; 16];
    attributes[0] = 128 << 32;
    unsafe { libc::syscall(libc::SYS_perf_event_open, attributes.as_ptr(), 0, -1, -1, 0) >= 0 }
}
