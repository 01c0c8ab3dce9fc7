//! Ataque: escribe con `process_vm_writev` en la memoria de los procesos de la caja.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut byte = 0_u8;
    let local = libc::iovec {
        iov_base: (&raw mut byte).cast(),
        iov_len: 1,
    };
    // El programa no es de posición fija, pero la zona de `vsyscall` y la pila siempre
    // están por ahí: basta con que alguna dirección valga.
    (1..64)
        .filter(|&pid| pid != unsafe { libc::getpid() })
        .any(|pid| {
            (0x7ff0_0000_0000_usize..0x7fff_ffff_f000)
                .step_by(1 << 32)
                .any(|place| {
                    let remote = libc::iovec {
                        iov_base: place as *mut _,
                        iov_len: 1,
                    };
                    unsafe { libc::process_vm_writev(pid, &raw const local, 1, &raw const remote, 1, 0) == 1 }
                })
        })
}
