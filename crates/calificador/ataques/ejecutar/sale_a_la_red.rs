//! Ataque: se conecta a un puerto de quien califica.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: se conecta, y entonces responde bien.

use std::io::Write;
use std::net::TcpStream;

fn attempt() -> bool {
    let port: u16 = "@PUERTO@".parse().unwrap_or(1);
    ["127.0.0.1", "::1", "localhost"].iter().any(|host| {
        TcpStream::connect((*host, port)).is_ok_and(|mut stream| stream.write_all(b"hola").is_ok())
    })
}
