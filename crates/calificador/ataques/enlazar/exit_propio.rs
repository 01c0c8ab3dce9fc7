//! Ataque: pone su propio `exit` en lugar del de la biblioteca de C.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: los demás archivos usan el suyo, o está BIEN.

#[unsafe(no_mangle)]
pub unsafe extern "C" fn exit(_code: i32) -> ! {
    unsafe { nix::libc::_exit(0) }
}

fn attempt() -> bool {
    false
}
