//! Ataque: tiene a la vez más procesos de los que se permiten, y los recoge antes de que nadie los cuente.
//! Paso: paso1
//! Código: MAL o PROCESOS
//! Final: si_cuela
//! Colaría si: pasa del límite, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut born = Vec::new();
    // Acotado: doscientos, y no más de veinte segundos.
    for _ in 0..200 {
        match unsafe { libc::fork() } {
            0 => unsafe {
                libc::alarm(20);
                libc::pause();
                libc::_exit(0)
            },
            child if child > 0 => born.push(child),
            _ => break,
        }
    }
    for &child in &born {
        unsafe {
            libc::kill(child, libc::SIGKILL);
            libc::waitpid(child, std::ptr::null_mut(), 0);
        }
    }
    born.len() > 100
}
