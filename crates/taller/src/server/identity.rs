//! Reconocer a otro `taller` que ya sirve este mismo curso.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Service;
use crate::fingerprint;

/// Lo que se espera a que otro programa, que no es nuestro, conteste.
const PATIENCE: Duration = Duration::from_millis(800);

/// La huella de un curso: la misma ruta da la misma huella, y no dice la ruta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity(String);

impl Identity {
    /// La del curso que vive en `root`.
    pub fn of(root: &Path) -> Self {
        let hex = fingerprint::hex(root.as_os_str().as_encoded_bytes());
        Self(format!("taller {hex}"))
    }

    /// Cómo distingue un navegador lo de este curso de lo de otro servido aquí mismo.
    pub fn short(&self) -> &str {
        self.0
            .rsplit(' ')
            .next()
            .unwrap_or(&self.0)
            .get(..16)
            .unwrap_or(&self.0)
    }

    /// Si en `port` contesta un taller con esta misma huella.
    pub async fn answers_on(&self, port: u16) -> bool {
        let asked = timeout(PATIENCE, ask(port)).await;
        matches!(asked, Ok(Ok(answer)) if answer.ends_with(&format!("\r\n\r\n{}", self.0)))
    }
}

async fn ask(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!(
        "GET /_taller/quien HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    // El puerto puede ser de cualquiera: no se lee más de lo que diría un taller.
    stream.take(4096).read_to_string(&mut answer).await?;
    Ok(answer)
}

/// Dice qué curso se sirve aquí.
pub async fn answer(State(service): State<Arc<Service>>) -> String {
    service.identity.0.clone()
}
