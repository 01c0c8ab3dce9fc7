//! Las novedades: las páginas abiertas saben cuándo hay un libro nuevo.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::watch;

use super::Service;

/// El guion que escucha las novedades en la página.
const SCRIPT: &str = include_str!("vivo.js");

/// Cómo está el libro ahora.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// Distinto en cada libro que se sirve, también entre arranques.
    pub version: String,
    /// Por qué no se pudo construir el último cambio, si no se pudo.
    pub error: Option<String>,
}

/// El tablón de novedades.
#[derive(Debug)]
pub struct News(watch::Sender<Status>);

impl News {
    /// Con el primer libro.
    pub fn new(first: Status) -> Self {
        Self(watch::Sender::new(first))
    }

    /// Hay un libro nuevo: las páginas se recargan.
    pub fn publish(&self, version: String) {
        self.0.send_replace(Status {
            version,
            error: None,
        });
    }

    /// El último cambio no se pudo construir; se sigue sirviendo el libro anterior.
    pub fn complain(&self, error: String) {
        self.0.send_modify(|status| status.error = Some(error));
    }
}

/// El estado actual y los que vengan.
pub async fn stream(
    State(service): State<Arc<Service>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut receiver = service.news.0.subscribe();
    receiver.mark_changed();
    let events = stream::unfold(receiver, |mut receiver| async move {
        receiver.changed().await.ok()?;
        let status = receiver.borrow_and_update().clone();
        let data = serde_json::to_string(&status).ok()?;
        Some((Ok(Event::default().data(data)), receiver))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// El guion de las páginas.
pub async fn script() -> Response {
    let media = HeaderValue::from_static("text/javascript; charset=utf-8");
    ([(header::CONTENT_TYPE, media)], SCRIPT).into_response()
}
