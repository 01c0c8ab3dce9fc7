//! Ataque: instala su propio filtro de llamadas, que hace fallar a `exit_group` y deja a quien traza sin lo suyo.
//! Paso: paso1
//! Código: MAL o TIEMPO
//! Final: si_cuela
//! Colaría si: está BIEN.

use nix::libc::{self, sock_filter, sock_fprog};

fn attempt() -> bool {
    const LOAD: u16 = 0x20;
    const JUMP_EQUAL: u16 = 0x15;
    const RETURN: u16 = 0x06;
    const TRACE: u32 = 0x7ff0_0000;
    const ALLOW: u32 = 0x7fff_0000;
    let step = |code, jt, jf, k| sock_filter { code, jt, jf, k };
    let exit = libc::SYS_exit_group as u32;
    let mut program = [
        step(LOAD, 0, 0, 0),
        step(JUMP_EQUAL, 0, 1, exit),
        step(RETURN, 0, 0, TRACE | 7),
        step(RETURN, 0, 0, ALLOW),
    ];
    let filter = sock_fprog {
        len: 4,
        filter: program.as_mut_ptr(),
    };
    unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter);
    }
    false
}
