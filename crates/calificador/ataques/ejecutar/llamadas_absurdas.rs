//! Ataque: hace llamadas al sistema con argumentos sin sentido, para que quien las vigila se pierda al leerlos.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: quien juzga se rompe, se queda esperando o está BIEN.

use nix::libc;

fn attempt() -> bool {
    const FAR: usize = usize::MAX;
    const NOWHERE: usize = 0xdead_0000;
    let calls: &[(libc::c_long, [usize; 6])] = &[
        (libc::SYS_mmap, [0, FAR, 3, 0x21, FAR, 0]),
        (libc::SYS_mmap, [FAR, 4096, 3, 0x32, FAR, FAR]),
        (libc::SYS_mmap, [0, 0, 3, 0x21, FAR, 0]),
        (libc::SYS_mmap, [0, 1 << 62, 3, 0x21, FAR, 1]),
        (libc::SYS_munmap, [1, FAR, 0, 0, 0, 0]),
        (libc::SYS_munmap, [NOWHERE, 0, 0, 0, 0, 0]),
        (libc::SYS_mremap, [NOWHERE, FAR, FAR, 7, NOWHERE, 0]),
        (libc::SYS_mprotect, [NOWHERE, FAR, 7, 0, 0, 0]),
        (libc::SYS_write, [1, NOWHERE, FAR, 0, 0, 0]),
        (libc::SYS_write, [FAR, NOWHERE, 10, 0, 0, 0]),
        (libc::SYS_writev, [1, NOWHERE, FAR, 0, 0, 0]),
        (libc::SYS_writev, [2, FAR, 1, 0, 0, 0]),
        (libc::SYS_read, [0, FAR, FAR, 0, 0, 0]),
        (libc::SYS_futex, [1, 0, 0, 0, 0, 0]),
        (libc::SYS_futex, [NOWHERE, 1, FAR, FAR, FAR, FAR]),
        (libc::SYS_futex, [FAR, 0x7f, FAR, 1, FAR, FAR]),
        (libc::SYS_wait4, [0x8000_0000, FAR, FAR, NOWHERE, 0, 0]),
        (libc::SYS_waitid, [FAR, FAR, NOWHERE, FAR, FAR, 0]),
        (libc::SYS_clone, [FAR, FAR, FAR, FAR, FAR, 0]),
        (libc::SYS_clone3, [NOWHERE, FAR, 0, 0, 0, 0]),
        (libc::SYS_execve, [FAR, FAR, FAR, 0, 0, 0]),
        (libc::SYS_execve, [0, 0, 0, 0, 0, 0]),
        (libc::SYS_kill, [0x8000_0000, 0, 0, 0, 0, 0]),
        (libc::SYS_rt_sigaction, [FAR, FAR, FAR, FAR, 0, 0]),
        (libc::SYS_openat, [FAR, NOWHERE, FAR, FAR, 0, 0]),
        (libc::SYS_close, [FAR, 0, 0, 0, 0, 0]),
        (libc::SYS_pipe2, [FAR, FAR, 0, 0, 0, 0]),
        (libc::SYS_prctl, [FAR, FAR, FAR, FAR, FAR, 0]),
        (libc::SYS_nanosleep, [FAR, FAR, 0, 0, 0, 0]),
        (libc::SYS_ppoll, [NOWHERE, FAR, FAR, FAR, FAR, 0]),
        // Números que no existen.
        (1_000_000, [FAR; 6]),
        (-1, [FAR; 6]),
        (libc::c_long::MIN, [0; 6]),
    ];
    for (number, [a, b, c, d, e, f]) in calls {
        unsafe { libc::syscall(*number, *a, *b, *c, *d, *e, *f) };
    }
    false
}
