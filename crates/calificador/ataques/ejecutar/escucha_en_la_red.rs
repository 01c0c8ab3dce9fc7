//! Ataque: abre un puerto para que se conecte alguien de fuera.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo abre, y entonces responde bien.

use std::net::TcpListener;

fn attempt() -> bool {
    TcpListener::bind("0.0.0.0:0").is_ok()
}
