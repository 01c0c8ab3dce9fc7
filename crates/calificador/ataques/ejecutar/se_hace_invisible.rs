//! Ataque: prohíbe que lo miren, se pone un nombre que en /proc parece otro estado y cambia de personalidad y de quién recibe a sus huérfanos.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use nix::libc;

fn attempt() -> bool {
    unsafe {
        libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0);
        libc::prctl(libc::PR_SET_NAME, c") Z 0 0 0 (".as_ptr(), 0, 0, 0);
        libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        libc::prctl(libc::PR_SET_PDEATHSIG, 0, 0, 0, 0);
        libc::personality(0x0020_0000 | 0x0040_0000);
    }
    false
}
