//! El servidor del libro: solo esta máquina y solo quien lo lanzó.
//!
//! Sirve desde la memoria el último libro que se construyó bien. Como no toca el
//! disco para responder, no hay ruta que se salga de la carpeta. Lo que se ejecuta
//! desde una página corre en otros procesos, que son cosa de [`crate::run`].

mod actions;
mod events;
mod exercise;
mod guard;
mod identity;
mod media;
mod peer;
mod site;
mod token;
pub mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::exercise::Desk;
use crate::run::Runner;
pub use events::{News, Status};
pub use identity::Identity;
use peer::Peer;
pub use site::{Shelf, Site};
pub use token::Token;

/// Cuántos puertos se prueban a partir del pedido.
const TRIES: u16 = 50;

/// Lo que comparten todas las respuestas.
#[derive(Debug)]
pub struct Service {
    /// El libro que se sirve ahora.
    pub shelf: Shelf,
    /// Los avisos a las páginas abiertas.
    pub news: News,
    /// Qué curso es este, para que un segundo `taller` lo reconozca.
    pub identity: Identity,
    /// El puerto en el que se escucha.
    pub port: u16,
    /// La contraseña de las páginas de este arranque.
    pub token: Token,
    /// Quien ejecuta los programas de las páginas.
    pub runner: Arc<Runner>,
    /// Donde se hacen los ejercicios.
    pub desk: Arc<Desk>,
}

/// Lo que se encontró al buscar un puerto.
#[derive(Debug)]
pub enum Port {
    /// Uno libre, ya reservado.
    Free(TcpListener),
    /// Otro `taller` ya sirve este mismo curso aquí.
    AlreadyServed(u16),
}

/// Reserva el primer puerto libre desde `first` en 127.0.0.1.
///
/// # Errores
/// Si no hay ninguno entre los cincuenta siguientes o el sistema no deja escuchar.
pub async fn reserve(first: u16, identity: &Identity) -> Result<Port> {
    for port in first..=first.saturating_add(TRIES) {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => return Ok(Port::Free(listener)),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                if identity.answers_on(port).await {
                    return Ok(Port::AlreadyServed(port));
                }
            }
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("no se puede escuchar en el puerto {port}; prueba otro con --puerto")
                });
            }
        }
    }
    bail!(
        "del puerto {first} en adelante están ocupados {TRIES} seguidos; prueba otro con --puerto"
    )
}

/// Atiende hasta que se abandone el futuro.
///
/// # Errores
/// Si el sistema retira el puerto.
pub async fn serve(listener: TcpListener, service: Arc<Service>) -> Result<()> {
    let routes = Router::new()
        .route("/_taller/quien", get(identity::answer))
        .route("/_taller/novedades", get(events::stream))
        .route("/_taller/vivo.js", get(events::script))
        .route(
            "/_taller/ejecutar",
            post(actions::run).fallback(actions::only_posting),
        )
        .route(
            "/_taller/explorar",
            post(actions::explore).fallback(actions::only_posting),
        )
        .merge(exercise::routes())
        .fallback(get(site::page).fallback(site::only_reading))
        .layer(
            tower_http::compression::CompressionLayer::new()
                .compress_when(media::worth_compressing()),
        )
        .layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            guard::check,
        ))
        .with_state(service);
    axum::serve(
        listener,
        routes.into_make_service_with_connect_info::<Peer>(),
    )
    .await
    .context("el servidor del libro se ha detenido")
}

/// Lee el libro construido en `folder` y lo deja listo para servir a las páginas
/// que lleven `token`.
///
/// # Errores
/// Si no se puede leer.
pub fn load(folder: &Path, token: &Token) -> Result<Site> {
    Site::read(folder, token)
}
