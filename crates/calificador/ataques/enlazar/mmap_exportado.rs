//! Ataque: pone su propio `mmap` con `export_name`, que es lo mismo con otro nombre.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: los demás archivos usan el suyo, o está BIEN.

#[unsafe(export_name = "mmap")]
pub unsafe extern "C" fn mine(
    place: *mut u8,
    length: usize,
    protection: i32,
    flags: i32,
    fd: i32,
    offset: i64,
) -> *mut u8 {
    let number = nix::libc::SYS_mmap;
    unsafe { nix::libc::syscall(number, place, length, protection, flags & !2 | 1, fd, offset) as *mut u8 }
}

fn attempt() -> bool {
    false
}
