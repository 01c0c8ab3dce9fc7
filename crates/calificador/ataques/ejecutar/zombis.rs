//! Ataque: crea hijos que mueren enseguida y no recoge a ninguno.
//! Paso: paso1
//! Código: PROCESOS o MAL o TIEMPO
//! Final: si_cuela
//! Colaría si: pasa del límite, y entonces responde bien.

fn attempt() -> bool {
    let born = (0..400)
        .filter(|_| match unsafe { nix::libc::fork() } {
            0 => unsafe { nix::libc::_exit(0) },
            child => child > 0,
        })
        .count();
    born > 200
}
