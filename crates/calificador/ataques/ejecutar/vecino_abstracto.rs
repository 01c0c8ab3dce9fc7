//! Ataque: llama a un programa de quien califica por su nombre, sin pasar por archivos ni puertos.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: le contestan, y entonces responde bien.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};

fn attempt() -> bool {
    SocketAddr::from_abstract_name("@NOMBRE@")
        .and_then(|address| UnixStream::connect_addr(&address))
        .is_ok()
}
