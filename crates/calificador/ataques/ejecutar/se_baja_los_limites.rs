//! Ataque: se quita a sí mismo procesos, descriptores, memoria y tamaño de archivo, para que lo que le añada quien juzga falle.
//! Paso: paso1
//! Código: MAL o SEÑAL
//! Final: si_cuela
//! Colaría si: se toma por un fallo de la herramienta, o está BIEN.

use nix::libc;

fn attempt() -> bool {
    let least = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    let limits = [
        libc::RLIMIT_NPROC,
        libc::RLIMIT_NOFILE,
        libc::RLIMIT_FSIZE,
        libc::RLIMIT_SIGPENDING,
        libc::RLIMIT_STACK,
        libc::RLIMIT_DATA,
        libc::RLIMIT_AS,
    ];
    for limit in limits {
        unsafe { libc::setrlimit(limit, &raw const least) };
    }
    false
}
