//! Ataque: pide al núcleo atender él mismo sus llamadas al sistema (PR_SET_SYSCALL_USER_DISPATCH), para decir que las hace sin hacerlas.
//! Paso: paso1
//! Código: SEÑAL o MAL
//! Final: si_cuela
//! Colaría si: quien juzga cree que se hicieron, y está BIEN.

use nix::libc;

extern "C" fn pretend(_: libc::c_int, _: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // Todas las llamadas «salen bien» con un cero.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        let context = &mut *context.cast::<libc::ucontext_t>();
        context.uc_mcontext.gregs[libc::REG_RAX as usize] = 0;
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = context;
}

static BLOCK: u8 = 1;

fn attempt() -> bool {
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = pretend;
        action.sa_sigaction = handler as libc::sighandler_t;
        action.sa_flags = libc::SA_SIGINFO;
        libc::sigaction(libc::SIGSYS, &raw const action, std::ptr::null_mut());
        libc::prctl(59, 1, 0, 0, &raw const BLOCK);
    }
    false
}
