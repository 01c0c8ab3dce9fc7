//! De quién es la conexión.
//!
//! A 127.0.0.1 llegan todos los usuarios de la máquina, y en un aula hay muchos.
//! El núcleo dice de quién es cada conexión en `/proc/net/tcp` (proc_pid_net(5)):
//! solo se atiende a quien lanzó el libro. Si no se encuentra, no se atiende.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::MetadataExt;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

/// Estado de una conexión viva. En los demás el dueño puede haberse borrado.
const ESTABLISHED: &str = "01";

/// Veces que se mira, como mucho. El núcleo entrega la tabla a trozos, y si entre dos
/// se cierra la conexión de al lado puede saltarse la nuestra.
const LOOKS: usize = 3;

/// root ya puede hacer lo que quiera, y en WSL es quien trae lo que pide Windows.
const ROOT: u32 = 0;

/// Quien está al otro lado.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// Si es quien lanzó el libro.
    pub trusted: bool,
}

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        // Cada noticia de una ejecución es un paquete pequeño: sin esto, el núcleo la
        // retiene hasta 40 ms por si llegan más. Si no se puede, solo irá más despacio.
        let _ = stream.io().set_nodelay(true);
        let here = stream.io().local_addr();
        let trusted = here.is_ok_and(|here| is_ours(*stream.remote_addr(), here));
        Self { trusted }
    }
}

fn is_ours(there: SocketAddr, here: SocketAddr) -> bool {
    let Some(owner) = owner_of(there, here) else {
        return false;
    };
    owner == ROOT || fs::metadata("/proc/self").is_ok_and(|us| us.uid() == owner)
}

/// El usuario que abrió la conexión de `there` a `here`.
fn owner_of(there: SocketAddr, here: SocketAddr) -> Option<u32> {
    let (SocketAddr::V4(there), SocketAddr::V4(here)) = (there, here) else {
        return None;
    };
    let plain = |ip: &Ipv4Addr| format!("{:08X}", u32::from_ne_bytes(ip.octets()));
    // Así aparece un IPv4 abierto desde un programa que usa IPv6 para todo.
    let mapped = |ip: &Ipv4Addr| format!("0000000000000000{:08X}{}", 0xffff_u32.to_be(), plain(ip));
    let find = |table: &str, address: &dyn Fn(&Ipv4Addr) -> String| {
        let local = format!("{}:{:04X}", address(there.ip()), there.port());
        let remote = format!("{}:{:04X}", address(here.ip()), here.port());
        owner_in(&fs::read_to_string(table).ok()?, &local, &remote)
    };
    (0..LOOKS)
        .find_map(|_| find("/proc/net/tcp", &plain).or_else(|| find("/proc/net/tcp6", &mapped)))
}

/// El usuario de la conexión viva de `local` a `remote`, en una tabla del núcleo.
fn owner_in(table: &str, local: &str, remote: &str) -> Option<u32> {
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let ours = fields.get(1..4)? == [local, remote, ESTABLISHED];
        ours.then(|| fields.get(7)?.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
         0: 0100007F:0C8A 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0\n   \
         1: 0100007F:D431 0100007F:0C8A 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1\n   \
         2: 0100007F:D432 0100007F:0C8A 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0\n";

    #[test]
    fn solo_cuenta_la_conexion_viva_y_exacta() {
        let owner = |local| owner_in(TABLE, local, "0100007F:0C8A");

        assert_eq!(owner("0100007F:D431"), Some(1001));
        // Cerrada: el núcleo ya la da por de root.
        assert_eq!(owner("0100007F:D432"), None);
        assert_eq!(owner("0100007F:D433"), None);
        assert_eq!(owner_in(TABLE, "0100007F:D431", "0100007F:0C8B"), None);
    }

    #[test]
    fn una_conexion_de_verdad_es_de_quien_la_abre() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let here = listener.local_addr().unwrap();
        let client = std::net::TcpStream::connect(here).unwrap();
        let there = client.local_addr().unwrap();

        let us = fs::metadata("/proc/self").unwrap().uid();
        assert_eq!(owner_of(there, here), Some(us));
        drop(listener.accept().unwrap());
        drop(client);
        assert!(!is_ours(there, here));
    }

    #[test]
    fn tambien_quien_llega_por_un_enchufe_de_ipv6() {
        let Ok(socket) = v6_socket() else { return };
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let here = listener.local_addr().unwrap();
        let address = format!("[::ffff:127.0.0.1]:{}", here.port());
        let client = socket(&address);

        let there = client.local_addr().unwrap().port();
        let there = SocketAddr::from((Ipv4Addr::LOCALHOST, there));
        assert!(owner_of(there, here).is_some());
    }

    /// Cómo conectar con un enchufe de IPv6, si la máquina los tiene.
    fn v6_socket() -> std::io::Result<impl Fn(&str) -> std::net::TcpStream> {
        fs::metadata("/proc/net/tcp6")?;
        Ok(|address: &str| std::net::TcpStream::connect(address).unwrap())
    }
}
