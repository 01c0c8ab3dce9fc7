//! Ataque: abre conectores de máquina virtual, de paquetes, del núcleo y en crudo.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: consigue alguno, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let kinds = [
        (libc::AF_VSOCK, libc::SOCK_STREAM),
        (libc::AF_NETLINK, libc::SOCK_RAW),
        (libc::AF_PACKET, libc::SOCK_RAW),
        (libc::AF_ALG, libc::SOCK_SEQPACKET),
        (libc::AF_INET, libc::SOCK_DGRAM),
        (libc::AF_INET6, libc::SOCK_STREAM),
    ];
    kinds
        .iter()
        .any(|&(family, kind)| unsafe { libc::socket(family, kind, 0) } >= 0)
}
