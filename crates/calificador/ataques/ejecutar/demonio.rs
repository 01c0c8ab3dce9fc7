//! Ataque: deja un proceso de otra sesión, hijo de nadie, con la salida abierta.
//! Paso: paso1
//! Código: MAL o PROCESOS
//! Final: si_cuela
//! Colaría si: queda en marcha, o quien juzga espera a que cierre la salida.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        if libc::fork() == 0 {
            libc::setsid();
            for signal in 1..32 {
                libc::signal(signal, libc::SIG_IGN);
            }
            if libc::fork() == 0 {
                // Acotado: aunque nadie lo mate, en un minuto ya no está.
                for _ in 0..60 {
                    libc::sleep(1);
                }
            }
            libc::_exit(0);
        }
    }
    true
}
