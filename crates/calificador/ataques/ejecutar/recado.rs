//! Ataque: deja un recado donde lo pueda encontrar otra entrega: archivos, memoria compartida y sus parientes.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Veces: 2
//! Colaría si: la segunda encuentra el recado de la primera, y entonces responde bien.

use std::fs;

use nix::libc;

const FOLDERS: [&str; 8] = [
    "/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run/lock", "/run", ".", "/",
];

fn attempt() -> bool {
    leave("@ENTREGA@");
    found("@OTRA@")
}

fn key(name: &str) -> i32 {
    0x00ec_ad00 + i32::from(name.as_bytes()[0])
}

fn leave(name: &str) {
    for folder in FOLDERS {
        let _ = fs::write(format!("{folder}/recado-{name}"), "hola");
    }
    unsafe {
        libc::shmget(key(name), 64, libc::IPC_CREAT | 0o666);
        libc::semget(key(name), 1, libc::IPC_CREAT | 0o666);
        libc::msgget(key(name), libc::IPC_CREAT | 0o666);
    }
}

fn found(name: &str) -> bool {
    let file = FOLDERS
        .iter()
        .any(|folder| fs::exists(format!("{folder}/recado-{name}")).unwrap_or(false));
    file || unsafe {
        libc::shmget(key(name), 64, 0) >= 0
            || libc::semget(key(name), 1, 0) >= 0
            || libc::msgget(key(name), 0) >= 0
    }
}
