//! Lo que una página puede pedir que se haga: ejecutar un programa, o explorarlo. Lo
//! de los ejercicios está en [`super::exercise`], con las mismas exigencias.
//!
//! Ejecutar es más que leer, y se exige más: que lo pida una página servida en este
//! arranque (su contraseña y su `Origin`), por POST y en JSON. Nunca se contesta con
//! una cabecera CORS.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use futures_util::stream;
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::{Service, guard, media};
use crate::run::{self, Event, Job, Purpose};

/// Lo más que puede ocupar una petición, y qué se dice si ocupa más.
pub(super) struct Limit {
    pub bytes: usize,
    pub complaint: &'static str,
}

/// Para ejecutar: un programa del curso no llega a 10 KiB.
const PROGRAM: Limit = Limit {
    bytes: 256 * 1024,
    complaint: "El programa es demasiado largo: como mucho, 256 KiB.",
};

/// La cabecera de la contraseña.
const TOKEN: &str = "x-taller-token";

/// Una petición que no se atiende, y por qué.
pub(super) type Refusal = (StatusCode, &'static str);

/// Ejecuta un programa y va contando lo que pasa. Si la página se va, se para.
pub async fn run(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(&service, request, Purpose::Run).await
}

/// Lleva un programa por todos sus órdenes y va contando por dónde va. Si la página
/// se va, se para.
pub async fn explore(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(&service, request, Purpose::Explore).await
}

async fn answer(service: &Service, request: Request, purpose: Purpose) -> Response<Body> {
    match accept(service, request, &PROGRAM).await {
        Ok(job) => start(service, job, purpose),
        Err((status, text)) => guard::refuse(status, text),
    }
}

/// Quien no hace POST no ejecuta.
pub async fn only_posting() -> Response<Body> {
    guard::refuse(
        StatusCode::METHOD_NOT_ALLOWED,
        "Para ejecutar algo hay que usar el botón de una página del libro.",
    )
}

/// Lo que pide una página, si puede pedirlo y se entiende.
pub(super) async fn accept<T: DeserializeOwned>(
    service: &Service,
    request: Request,
    limit: &Limit,
) -> Result<T, Refusal> {
    check_headers(service, request.headers())?;
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, limit.complaint);
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > limit.bytes) {
        return Err(too_large);
    }
    let body = to_bytes(request.into_body(), limit.bytes)
        .await
        .map_err(|_| too_large)?;
    serde_json::from_slice(&body).map_err(|_| {
        (
            StatusCode::BAD_REQUEST,
            "No se entiende la petición. Recarga la página y vuelve a intentarlo.",
        )
    })
}

/// Solo pasa lo que viene de una página de este servidor, en este arranque.
fn check_headers(service: &Service, headers: &HeaderMap) -> Result<(), Refusal> {
    let forbidden = |text| Err((StatusCode::FORBIDDEN, text));
    if !same_origin(headers) {
        return forbidden("Solo las páginas del libro pueden pedir que se ejecute algo.");
    }
    let site = only(headers, "sec-fetch-site");
    if headers.contains_key("sec-fetch-site") && site != Some(b"same-origin") {
        return forbidden("Solo las páginas del libro pueden pedir que se ejecute algo.");
    }
    if !only(headers, TOKEN).is_some_and(|token| service.token.matches(token)) {
        return forbidden("Esta página es de otro arranque del libro: recárgala.");
    }
    if only(headers, "content-type") != Some(b"application/json") {
        return Err((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Las peticiones se hacen en JSON.",
        ));
    }
    Ok(())
}

/// Si el `Origin` está y es el mismo servidor al que se llama: el `Host`, que ya se
/// ha comprobado.
fn same_origin(headers: &HeaderMap) -> bool {
    let (Some(origin), Some(host)) = (only(headers, "origin"), only(headers, "host")) else {
        return false;
    };
    origin.strip_prefix(b"http://") == Some(host)
}

/// El valor de una cabecera que viene exactamente una vez.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value.as_bytes()),
        _ => None,
    }
}

fn start(service: &Service, job: Job, purpose: Purpose) -> Response<Body> {
    let Some(ticket) = service.runner.admit() else {
        return guard::refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            "Hay demasiados programas esperando turno. Prueba dentro de un momento.",
        );
    };
    let (news, received) = run::channel();
    let runner = Arc::clone(&service.runner);
    let work = tokio::spawn(async move { runner.run(job, purpose, ticket, news).await });
    let telling = Telling {
        received,
        work: work.abort_handle(),
    };
    let lines = stream::unfold(telling, |mut telling| async move {
        let event = telling.received.recv().await?;
        Some((Ok::<_, Infallible>(Bytes::from(event.line())), telling))
    });
    let mut response = Response::new(Body::from_stream(lines));
    let kind = HeaderValue::from_static(media::LINES);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}

/// Una ejecución que se está contando: si se deja de escuchar, se abandona.
struct Telling {
    received: mpsc::Receiver<Event>,
    work: AbortHandle,
}

impl Drop for Telling {
    fn drop(&mut self) {
        self.work.abort();
    }
}
