//! Ataque: se comunica con una entrega que se califica a la vez: cerrojos de archivos que ven las dos, y nombres de conectores.
//! Paso: paso1
//! Código: MAL o PROHIBIDO
//! Final: si_cuela
//! A la vez: 2
//! Colaría si: una nota que existe la otra, y entonces responde bien.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::time::{Duration, Instant};

use nix::libc;

/// Las dos hacen lo mismo: durante un rato se hacen notar, y miran si está la otra.
fn attempt() -> bool {
    let address = |name: &str| SocketAddr::from_abstract_name(format!("recado-{name}"));
    let _mine = address("@ENTREGA@").and_then(|address| UnixListener::bind_addr(&address));
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(300) {
        let theirs = address("@OTRA@").and_then(|address| UnixStream::connect_addr(&address));
        if theirs.is_ok() || locked_by_other() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

/// Toma el cerrojo de la biblioteca de C un momento; si no puede, lo tiene otra.
fn locked_by_other() -> bool {
    ["/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/libc.so.6", "/proc/self/exe"]
        .iter()
        .filter_map(|path| std::fs::File::open(path).ok())
        .any(|file| {
            use std::os::fd::AsRawFd;
            let busy = unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } != 0
                && std::io::Error::last_os_error().raw_os_error() == Some(libc::EWOULDBLOCK);
            std::thread::sleep(Duration::from_millis(20));
            busy
        })
}
