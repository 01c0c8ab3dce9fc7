//! Ataque: pone su propio `waitpid`, que siempre dice que el hijo acabó bien.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: los demás archivos usan el suyo, o está BIEN.

#[unsafe(no_mangle)]
pub unsafe extern "C" fn waitpid(pid: i32, status: *mut i32, _options: i32) -> i32 {
    unsafe {
        if !status.is_null() {
            status.write(0);
        }
    }
    pid
}

fn attempt() -> bool {
    false
}
