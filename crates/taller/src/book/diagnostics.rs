//! Lo que mdBook solo dice en su registro, convertido en errores.
//!
//! mdBook avisa por `tracing` de una inclusión que no encuentra o de una etiqueta
//! sin cerrar y termina como si nada. Un libro con avisos no se publica.

use std::fmt::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::outcome::Problem;

/// Hace `work` y devuelve también lo que se quejó mientras tanto.
pub fn listen<T>(work: impl FnOnce() -> T) -> (T, Vec<Problem>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let result = tracing::subscriber::with_default(Listener(Arc::clone(&heard)), work);
    let complaints = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
    let problems = complaints.iter().map(|text| in_spanish(text)).collect();
    (result, problems)
}

/// Guarda los avisos y errores; los demás mensajes no interesan.
struct Listener(Arc<Mutex<Vec<String>>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(text.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            // Escribir en un String no falla.
            let _ = write!(self.0, "{value:?}");
        }
    }
}

/// El aviso de mdBook con el fichero donde se arregla y qué le pasa.
fn in_spanish(text: &str) -> Problem {
    let (kind, explanation) = KNOWN
        .iter()
        .find(|(start, _)| text.starts_with(start))
        .map_or(("", "mdBook avisa de un problema"), |known| *known);
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let file = quoted.iter().find(|part| is_markdown(part));
    let place = file.map_or_else(|| "book".to_owned(), |file| format!("book/{file}"));
    let subject = quoted.first().filter(|part| !is_markdown(part));
    let what = match (kind.is_empty(), subject) {
        (false, Some(subject)) => format!("{explanation}: {subject}"),
        (false, None) => format!("{explanation} ({})", text.trim()),
        (true, _) => format!("{explanation}: {}", text.trim()),
    };
    Problem::new(place, what)
}

fn is_markdown(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "md")
}

/// Cómo empiezan los avisos que mdBook da de verdad, y qué significan.
const KNOWN: [(&str, &str); 5] = [
    (
        "unclosed HTML tag",
        "una etiqueta HTML queda sin cerrar; ciérrala dentro del mismo bloque",
    ),
    (
        "unexpected HTML end tag",
        "se cierra una etiqueta HTML que no estaba abierta",
    ),
    ("html parse error", "el HTML de la página no se entiende"),
    ("footnote", "una nota al pie sin usar, o definida dos veces"),
    (
        "Error updating",
        "una directiva {{#…}} no se puede resolver",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn los_avisos_se_oyen_y_lo_demas_no() {
        let (value, problems) = listen(|| {
            tracing::info!("nada");
            tracing::warn!("unclosed HTML tag `<div>` found in `paso1.md` while exiting X");
            7
        });

        assert_eq!(value, 7);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].place, "book/paso1.md");
        assert!(
            problems[0].what.contains("sin cerrar"),
            "{}",
            problems[0].what
        );
        assert!(problems[0].what.ends_with("<div>"), "{}", problems[0].what);
    }

    #[test]
    fn un_aviso_desconocido_tambien_detiene_el_libro() {
        let ((), problems) = listen(|| tracing::error!("something new"));

        assert_eq!(problems.len(), 1);
        assert!(problems[0].what.contains("something new"));
    }
}
