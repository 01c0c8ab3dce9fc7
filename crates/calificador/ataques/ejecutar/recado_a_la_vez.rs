//! Ataque: se comunica con una entrega que se califica a la vez: nombres de conectores, cerrojos y avisos de los archivos que ven las dos.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! A la vez: 2
//! Colaría si: las dos notan que existe la otra, y entonces responden bien.

use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::time::{Duration, Instant};

use nix::libc;

/// Las dos hacen lo mismo: durante un rato se hacen notar, y miran si está la otra.
/// Lo que se sabe en la primera ejecución, se sabe en las siguientes.
fn attempt() -> bool {
    if File::create_new("/tmp/buscada").is_err() {
        return std::fs::exists("/tmp/encontrada").unwrap_or(false);
    }
    let address = |name: &str| SocketAddr::from_abstract_name(format!("recado-{name}"));
    let _mine = address("@ENTREGA@").and_then(|address| UnixListener::bind_addr(&address));
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(3) {
        let theirs = address("@OTRA@").and_then(|address| UnixStream::connect_addr(&address));
        if theirs.is_ok() || locked_by_other() {
            // Que a la otra también le dé tiempo a notarlo.
            hold_a_while();
            let _ = std::fs::write("/tmp/encontrada", []);
            return true;
        }
        hold_a_while();
    }
    false
}

fn shared() -> impl Iterator<Item = File> {
    [
        "/lib/x86_64-linux-gnu/libc.so.6",
        "/usr/lib/libc.so.6",
        "/portero",
        "/etc/ld.so.cache",
        "/dev/null",
        "/dev/zero",
        "/dev/urandom",
        "/sys",
        "/",
    ]
    .iter()
    .filter_map(|path| File::open(path).ok())
}

/// Toma todos los cerrojos que puede, y los suelta al cabo de un momento.
fn hold_a_while() {
    let files: Vec<File> = shared().collect();
    for file in &files {
        unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) };
    }
    let pause = 5 + u64::from(unsafe { libc::rand() }.unsigned_abs() % 20);
    std::thread::sleep(Duration::from_millis(pause));
}

/// Si no se puede tomar un cerrojo que aquí no tiene nadie, lo tiene la otra.
fn locked_by_other() -> bool {
    shared().any(|file| {
        let refused = unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } != 0;
        refused && std::io::Error::last_os_error().raw_os_error() == Some(libc::EWOULDBLOCK)
    })
}
