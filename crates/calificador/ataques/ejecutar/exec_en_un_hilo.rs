//! Ataque: se cambia por otro programa desde un hilo que no es el principal, y así el hilo que vigilaban cambia de número.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: quien juzga lo pierde de vista, o está BIEN.

use nix::libc;

fn attempt() -> bool {
    // La segunda vez ya lleva el argumento, y no se repite.
    if std::env::args().any(|argument| argument == "--otra-vez") {
        return false;
    }
    let thread = std::thread::spawn(|| {
        let arguments = [c"programa".as_ptr(), c"--otra-vez".as_ptr(), std::ptr::null()];
        unsafe { libc::execv(c"/proc/self/exe".as_ptr(), arguments.as_ptr()) };
    });
    let _ = thread.join();
    false
}
