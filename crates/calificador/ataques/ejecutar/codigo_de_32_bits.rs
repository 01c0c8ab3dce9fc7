//! Ataque: hace llamadas al sistema con la interfaz de 32 bits, que tienen otros números y pueden escapar a un filtro.
//! Paso: paso1
//! Código: SEÑAL
//! Final: si_cuela
//! Colaría si: alguna contesta, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    // `mov eax, 20; int 0x80; ret`: getpid con el número de 32 bits.
    let code = [0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3_u8];
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    unsafe {
        let page = libc::mmap(std::ptr::null_mut(), 4096, 7, flags, -1, 0);
        if page == libc::MAP_FAILED {
            return false;
        }
        page.copy_from_nonoverlapping(code.as_ptr().cast(), code.len());
        let getpid: extern "C" fn() -> i32 = std::mem::transmute(page);
        getpid() == libc::getpid()
    }
}
