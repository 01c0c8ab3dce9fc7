//! Ataque: lee el registro del núcleo y los secretos de /proc y /sys.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let mut log = vec![0_u8; 4096];
    let read = unsafe { libc::syscall(libc::SYS_syslog, 3, log.as_mut_ptr(), 4096) };
    let secrets = ["/proc/kcore", "/proc/keys", "/dev/kmsg", "/dev/mem", "/sys/kernel/debug/tracing/trace"];
    read > 0 || secrets.iter().any(|path| std::fs::File::open(path).is_ok_and(|mut file| {
        use std::io::Read;
        file.read(&mut log).is_ok_and(|read| read > 0)
    }))
}
