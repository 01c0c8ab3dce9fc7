//! Lo que una página puede pedir sobre el paso que enseña: leer su archivo, guardarlo,
//! corregirlo, pararlo, volver a empezar.
//!
//! De la página llega el nombre del paso, que tiene que ser uno de los del curso; nunca
//! una ruta. Se contesta enseguida: cómo va la corrección se cuenta con las novedades
//! ([`super::events`]), a todas las páginas por igual.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::post;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::{self, Limit, accept};
use super::{Service, guard, media};
use crate::exercise::Desk;
use crate::exercise::file::{self, Draft, Sheet, Trouble};
use crate::outcome::sentence;
use crate::step::Step;

/// Escrito en JSON, un texto ocupa bastante más que en el disco.
const LIMIT: Limit = Limit {
    bytes: 2 * 1024 * 1024,
    complaint: "Lo escrito es demasiado largo: como mucho, 256 KiB. No se ha guardado nada.",
};

/// Las direcciones de las acciones.
pub fn routes() -> Router<Arc<Service>> {
    let action = |path, handler| (format!("/_taller/ejercicio/{path}"), handler);
    [
        action("leer", post(read)),
        action("guardar", post(save)),
        action("apartar", post(set_aside)),
        action("corregir", post(grade)),
        action("parar", post(cancel)),
        action("reiniciar", post(restore)),
        action("pista", post(hint)),
    ]
    .into_iter()
    .fold(Router::new(), |router, (path, handler)| {
        router.route(&path, handler.fallback(actions::only_posting))
    })
}

/// Solo el paso.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain {
    step: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Saving {
    step: String,
    base: Option<String>,
    text: String,
    #[serde(default)]
    keep_replaced: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Aside {
    step: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hint {
    step: String,
    level: usize,
}

/// Una petición sobre un paso.
trait AboutStep: DeserializeOwned + Send + 'static {
    fn step(&self) -> &str;
}

macro_rules! about_step {
    ($($kind:ty),*) => {$(
        impl AboutStep for $kind {
            fn step(&self) -> &str {
                &self.step
            }
        }
    )*};
}

about_step!(Plain, Saving, Aside, Hint);

type Answer = Result<Value, Trouble>;

async fn read(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |_, step, _: Plain| {
        file::read(step).map(|read| sheet(&read))
    })
    .await
}

async fn save(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |desk, step, asked: Saving| {
        let draft = Draft {
            base: asked.base.as_deref(),
            text: &asked.text,
            keep_replaced: asked.keep_replaced,
        };
        let (saved, turn) = desk.save(step, &draft)?;
        let copy = shown(desk, saved.copy.as_deref());
        Ok(json!({ "hash": saved.hash, "copy": copy, "turn": turn }))
    })
    .await
}

async fn set_aside(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |desk, step, asked: Aside| {
        let copy = file::set_aside(step, &asked.text)?;
        Ok(json!({ "copy": shown(desk, Some(&copy)) }))
    })
    .await
}

async fn grade(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |desk, step, _: Plain| {
        Ok(json!({ "turn": desk.grade(step) }))
    })
    .await
}

async fn cancel(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |desk, step, _: Plain| {
        desk.cancel(step);
        Ok(json!({}))
    })
    .await
}

async fn restore(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |desk, step, _: Plain| {
        let copy = desk.restore(step)?;
        let mut restored = sheet(&file::read(step)?);
        restored["copy"] = json!(shown(desk, copy.as_deref()));
        Ok(restored)
    })
    .await
}

async fn hint(State(service): State<Arc<Service>>, request: Request) -> Response<Body> {
    answer(service, request, |desk, step, asked: Hint| {
        desk.saw_hint(step, asked.level)?;
        Ok(json!({}))
    })
    .await
}

/// Comprueba la petición y la hace en otro hilo: el disco puede tardar.
async fn answer<T: AboutStep>(
    service: Arc<Service>,
    request: Request,
    act: impl FnOnce(&Desk, &Step, T) -> Answer + Send + 'static,
) -> Response<Body> {
    let asked: T = match accept(&service, request, &LIMIT).await {
        Ok(asked) => asked,
        Err((status, text)) => return guard::refuse(status, text),
    };
    let Some(step) = service.desk.step(asked.step()) else {
        return guard::refuse(
            StatusCode::NOT_FOUND,
            "En este curso no hay ningún paso así.",
        );
    };
    let desk = Arc::clone(&service.desk);
    let work = tokio::task::spawn_blocking(move || act(&desk, &step, asked));
    match work.await {
        Ok(Ok(value)) => written(StatusCode::OK, &value),
        Ok(Err(trouble)) => refuse(trouble),
        Err(error) => {
            let text = sentence(&anyhow::Error::from(error));
            guard::refuse(StatusCode::INTERNAL_SERVER_ERROR, &text)
        }
    }
}

/// Por qué no se ha hecho. De un conflicto se manda también lo que hay en el disco.
fn refuse(trouble: Trouble) -> Response<Body> {
    let status = match trouble {
        Trouble::Conflict(_) => StatusCode::CONFLICT,
        Trouble::NothingToWrite => StatusCode::NOT_FOUND,
        Trouble::Missing => StatusCode::GONE,
        Trouble::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Trouble::ReadOnly => StatusCode::FORBIDDEN,
        Trouble::NotText | Trouble::NotAFile => StatusCode::UNPROCESSABLE_ENTITY,
        Trouble::Refused(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let complaint = trouble.to_string();
    let mut value = match trouble {
        Trouble::Conflict(disk) => json!({ "disk": sheet(&disk) }),
        _ => json!({}),
    };
    value["error"] = complaint.into();
    written(status, &value)
}

fn sheet(sheet: &Sheet) -> Value {
    json!({ "text": sheet.text, "hash": sheet.hash, "read_only": sheet.read_only })
}

/// Una ruta, como la escribiría quien está en la raíz del curso.
fn shown(desk: &Desk, path: Option<&Path>) -> Option<String> {
    path.map(|path| desk.shown(path))
}

fn written(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media::JSON));
    // Lleva lo que ha escrito alguien: no se guarda en ningún sitio.
    let never = HeaderValue::from_static("no-store");
    headers.insert(header::CACHE_CONTROL, never);
    response
}
