//! Ataque: termina el programa con éxito, sin pasar por nadie.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

fn attempt() -> bool {
    unsafe { nix::libc::syscall(nix::libc::SYS_exit_group, 0) };
    false
}
