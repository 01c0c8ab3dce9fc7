//! Las novedades: las páginas abiertas saben cuándo hay un libro nuevo, cómo va el curso
//! y, si enseñan un ejercicio, cómo está.
//!
//! Todo va por una sola conexión, porque un navegador no abre más de seis con el mismo
//! servidor. Cada novedad dice cómo están las cosas ahora, enteras: a quien se pierde
//! una le basta con la siguiente.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::watch;

use super::Service;
use crate::exercise::{Desk, Listening};

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

    /// El libro se ha vuelto a construir y es el mismo: no hay nada que recargar.
    pub fn confirm(&self) {
        self.0.send_modify(|status| status.error = None);
    }

    /// El último cambio no se pudo construir; se sigue sirviendo el libro anterior.
    pub fn complain(&self, error: String) {
        self.0.send_modify(|status| status.error = Some(error));
    }
}

/// Lo que se le va contando a una página.
struct Telling {
    status: watch::Receiver<Status>,
    course: watch::Receiver<()>,
    desk: Arc<Desk>,
    listening: Option<Listening>,
    /// Lo último que se le contó de cada cosa: lo que sigue igual no se repite.
    said: HashMap<&'static str, String>,
    waiting: VecDeque<Event>,
}

/// El estado actual y los que vengan.
pub async fn stream(
    State(service): State<Arc<Service>>,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut telling = Telling {
        status: service.news.0.subscribe(),
        course: service.desk.changes(),
        listening: shown_step(&uri).and_then(|step| service.desk.listen(step)),
        desk: Arc::clone(&service.desk),
        said: HashMap::new(),
        waiting: VecDeque::new(),
    };
    telling.status.mark_changed();
    telling.course.mark_changed();
    let events = stream::unfold(telling, |mut telling| async move {
        let event = telling.next().await?;
        Some((Ok(event), telling))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// El paso cuyo ejercicio enseña la página que escucha, si enseña alguno.
fn shown_step(uri: &Uri) -> Option<&str> {
    let mut parts = uri.query()?.split('&');
    parts.find_map(|part| part.strip_prefix("paso="))
}

impl Telling {
    /// La novedad siguiente; `None` si ya no va a haber más.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            tokio::select! {
                biased;
                alive = self.status.changed() => {
                    alive.ok()?;
                    let status = self.status.borrow_and_update().clone();
                    let data = serde_json::to_string(&status).ok()?;
                    self.waiting.push_back(Event::default().data(data));
                }
                alive = self.course.changed() => {
                    alive.ok()?;
                    self.course.borrow_and_update();
                    let course = self.desk.course_view();
                    self.say("curso", course);
                    let step = self.listening.as_ref().map(Listening::step);
                    if let Some(view) = step.and_then(|step| self.desk.exercise_view(step)) {
                        self.say("ejercicio", view);
                    }
                }
            }
        }
    }

    fn say(&mut self, what: &'static str, data: String) {
        if self.said.get(what) != Some(&data) {
            self.waiting
                .push_back(Event::default().event(what).data(&data));
            self.said.insert(what, data);
        }
    }
}

/// El guion de las páginas.
pub async fn script() -> Response {
    let media = HeaderValue::from_static("text/javascript; charset=utf-8");
    ([(header::CONTENT_TYPE, media)], SCRIPT).into_response()
}
