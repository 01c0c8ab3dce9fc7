//! Ataque: copia su programa a un archivo sin nombre, le cambia los textos y se cambia por él.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: quien juzga sigue creyendo que es el programa de antes, y está BIEN.

use std::io::Write;
use std::os::fd::{AsRawFd, FromRawFd};

use nix::libc;

fn attempt() -> bool {
    let Ok(own) = std::fs::read("/proc/self/exe") else {
        return false;
    };
    // Solo la primera vez: el archivo sin nombre no se vuelve a copiar.
    let name = std::fs::read_link("/proc/self/exe").unwrap_or_default();
    if name.to_string_lossy().contains("memfd") {
        return false;
    }
    let mut file = unsafe {
        std::fs::File::from_raw_fd(libc::memfd_create(c"otro".as_ptr(), libc::MFD_CLOEXEC))
    };
    if file.write_all(&own).is_err() {
        let _ = std::fs::write("/tmp/otro", &own);
        return false;
    }
    let arguments = [c"programa".as_ptr(), std::ptr::null()];
    let empty = [std::ptr::null()];
    unsafe { libc::fexecve(file.as_raw_fd(), arguments.as_ptr(), empty.as_ptr()) };
    false
}
