//! Ataque: llena su mapa de memoria de regiones diminutas, para que leerlo no se acabe.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: quien juzga se pasa el plazo leyendo /proc, o está BIEN.

use nix::libc;

fn attempt() -> bool {
    for index in 0..60_000 {
        // Con permisos alternos, el núcleo no puede juntarlas.
        let protection = if index % 2 == 0 { libc::PROT_READ } else { libc::PROT_NONE };
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        let place =
            unsafe { libc::mmap(std::ptr::null_mut(), 4096, protection, flags, -1, 0) };
        if place == libc::MAP_FAILED {
            break;
        }
    }
    false
}
