//! Ataque: pone su propio `write`, que cambia lo que dice el programa.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: los demás archivos usan el suyo, o está BIEN.

#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: i32, bytes: *const u8, length: usize) -> isize {
    const FAKE: &[u8] = b"Bytes distintos de cero: 0\n";
    let (bytes, length) = if fd == 2 { (FAKE.as_ptr(), FAKE.len()) } else { (bytes, length) };
    unsafe { nix::libc::syscall(nix::libc::SYS_write, 1, bytes, length) as isize }
}

fn attempt() -> bool {
    false
}
