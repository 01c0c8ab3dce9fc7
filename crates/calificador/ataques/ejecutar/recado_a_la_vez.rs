//! Ataque: se comunica con una entrega que se califica a la vez: nombres de conectores, archivos de todos y memoria de System V.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! A la vez: 2
//! Colaría si: las dos notan que existe la otra, y entonces responden bien.

use std::fs::{self, File};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::time::{Duration, Instant};

use nix::libc;

const FOLDERS: [&str; 5] = ["/tmp", "/dev/shm", "/dev", "/run", "/"];

/// Las dos hacen lo mismo: durante un rato se hacen notar, y miran si está la otra.
/// Lo que se sabe en la primera ejecución, se sabe en las siguientes.
fn attempt() -> bool {
    if File::create_new("/tmp/buscada").is_err() {
        return fs::exists("/tmp/encontrada").unwrap_or(false);
    }
    let address = |name: &str| SocketAddr::from_abstract_name(format!("recado-{name}"));
    let _mine = address("@ENTREGA@").and_then(|address| UnixListener::bind_addr(&address));
    for folder in FOLDERS {
        let _ = fs::write(format!("{folder}/recado-@ENTREGA@"), "hola");
    }
    unsafe { libc::shmget(key("@ENTREGA@"), 64, libc::IPC_CREAT | 0o666) };
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(3) {
        let theirs = address("@OTRA@").and_then(|address| UnixStream::connect_addr(&address));
        if theirs.is_ok() || left_something() {
            let _ = fs::write("/tmp/encontrada", []);
            // Que a la otra también le dé tiempo a notarlo.
            std::thread::sleep(Duration::from_secs(1));
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

fn key(name: &str) -> i32 {
    0x00ec_ad00 + i32::from(name.as_bytes()[0])
}

fn left_something() -> bool {
    let file = |folder| fs::exists(format!("{folder}/recado-@OTRA@")).unwrap_or(false);
    FOLDERS.into_iter().any(file) || unsafe { libc::shmget(key("@OTRA@"), 64, 0) } >= 0
}
