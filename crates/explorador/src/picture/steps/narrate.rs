//! Cada paso, en una frase entera para quien nunca vio un dibujo de estos: con
//! su sujeto, su verbo y el nombre de la llamada.

use crate::event::{Access, Backing, BlockedOn, Call, Effect, Event, EventKind, RegionId};
use crate::fault::canonical;
use crate::picture::bytes::show;
use crate::picture::caption::capital;
use crate::picture::names::{Names, join};
use crate::picture::story::{Cell, Mark, Row, RowKind, STOPPED, State};

/// Quien cuenta los pasos de un plan.
pub(super) struct Narrator<'a> {
    pub names: &'a Names,
    pub events: &'a [Event],
}

impl Narrator<'_> {
    /// La frase, o las frases, de una fila.
    pub fn tell(&self, row: &Row) -> String {
        match &row.kind {
            RowKind::Step(cells) => {
                let event = row.event.and_then(|index| self.events.get(index));
                let told = cells.iter().enumerate().map(|(place, cell)| {
                    let event = event.filter(|_| place == 0);
                    self.cell(cell, event, row)
                });
                told.collect::<Vec<_>>().join(" ")
            }
            RowKind::Switch {
                from,
                to,
                preempted,
            } => self.switch(row, *from, *to, *preempted),
            RowKind::Hidden(1) => "Un paso que no se enseña.".to_string(),
            RowKind::Hidden(count) => format!("{count} pasos que no se enseñan."),
        }
    }

    fn cell(&self, cell: &Cell, event: Option<&Event>, row: &Row) -> String {
        let (sign, text) = match (cell.mark, cell.text.split_once(": ")) {
            (Mark::Fault, Some((word, text))) => (format!("{word}. "), text),
            _ => (String::new(), cell.text.as_str()),
        };
        // «Lee "" de A+0» no lo entiende nadie: que ahí no había nada se dice aparte.
        let text = match &row.reach {
            Some(reach) if reach.empty_text => text.replacen("lee \"\" de", "lee", 1),
            _ => text.to_string(),
        };
        let verb = event.map_or_else(|| text.clone(), |event| self.verb(event, &text));
        let remark = event.map_or("", |event| self.remark(event, row));
        let who = self.names.of(cell.lane);
        if text == STOPPED {
            return format!(
                "{sign}{}",
                sentence(&format!("{STOPPED}, con el {who} a medias"))
            );
        }
        format!("{sign}{}{remark}", sentence(&format!("el {who} {verb}")))
    }

    /// Qué hace, empezando por el verbo. `text` es lo que dice el dibujo.
    fn verb(&self, event: &Event, text: &str) -> String {
        match &event.kind {
            EventKind::Call(call) => self
                .call(call)
                .unwrap_or_else(|| calls(call.name, text, call.result.is_ok())),
            _ => text.to_string(),
        }
    }

    fn call(&self, call: &Call) -> Option<String> {
        if call.result.is_err() {
            return None;
        }
        Some(match &call.effect {
            Effect::Map {
                region: Some(region),
                length,
                backing,
                ..
            } => {
                let zeros = match backing {
                    Backing::Anonymous => ", llena de ceros",
                    Backing::File(_) | Backing::SystemV => "",
                };
                format!(
                    "pide {length} bytes de memoria compartida con {}: es la región {region}{zeros}",
                    call.name
                )
            }
            Effect::Unmap { regions, .. } if !regions.is_empty() => {
                format!("suelta {} con {}", region_names(regions), call.name)
            }
            Effect::Fork { child: Some(child) } => format!(
                "llama a {} y nace el {}",
                canonical(call.name),
                self.names.of(*child)
            ),
            Effect::Output { fd: 1, bytes } => format!("muestra {}", show(bytes)),
            Effect::Output { fd: 2, bytes } => {
                format!("muestra {} por la salida de error", show(bytes))
            }
            _ => return None,
        })
    }

    /// Lo que conviene saber además de lo que se ve.
    fn remark(&self, event: &Event, row: &Row) -> &'static str {
        match &event.kind {
            EventKind::Call(call) if is_fork(call) && self.is_first_fork(event) => {
                " Desde ahora son dos, y cualquiera puede ir primero."
            }
            EventKind::Memory {
                access: Access::Read,
                ..
            } if row.reach.as_ref().is_some_and(|reach| reach.empty_text) => {
                " Ahí solo hay ceros: no encuentra nada."
            }
            EventKind::Blocked(BlockedOn::Child(_)) => " Hasta entonces no hará nada más.",
            _ => "",
        }
    }

    fn is_first_fork(&self, event: &Event) -> bool {
        let forks = |other: &&Event| matches!(&other.kind, EventKind::Call(call) if is_fork(call));
        self.events.iter().find(forks).map(|first| first.seq) == Some(event.seq)
    }

    fn switch(&self, row: &Row, from: Option<usize>, to: usize, preempted: bool) -> String {
        let to = self.names.of(to);
        let Some(from) = from else {
            return format!("Le toca al {to}.");
        };
        let name = self.names.of(from);
        match row.after.get(from) {
            _ if preempted => format!(
                "El sistema le quita el turno al {name}, que se queda a medias. Le toca al {to}."
            ),
            Some(State::Waiting) => format!("Como el {name} espera, le toca al {to}."),
            Some(State::Ended) => format!("El {name} ya ha terminado. Le toca al {to}."),
            _ => format!("El {name} se queda donde está y le toca al {to}."),
        }
    }
}

fn is_fork(call: &Call) -> bool {
    matches!(call.effect, Effect::Fork { child: Some(_) })
}

/// «llama a pipe y obtiene…», si el dibujo empieza por el nombre de la llamada.
fn calls(name: &str, text: &str, succeeded: bool) -> String {
    let named = [name, canonical(name)]
        .iter()
        .any(|name| text.starts_with(name));
    if !named {
        return text.to_string();
    }
    let verb = if succeeded {
        "obtiene"
    } else {
        "recibe el error"
    };
    match text.split_once(" → ") {
        Some((call, result)) => format!("llama a {call} y {verb} {result}"),
        None => format!("llama a {text}"),
    }
}

fn region_names(regions: &[RegionId]) -> String {
    let names: Vec<String> = regions.iter().map(ToString::to_string).collect();
    let word = if names.len() == 1 {
        "la región"
    } else {
        "las regiones"
    };
    format!("{word} {}", join(&names))
}

/// Con mayúscula y con punto.
fn sentence(text: &str) -> String {
    let mut text = capital(text);
    if !text.ends_with(['.', '…', '!', '?']) {
        text.push('.');
    }
    text
}
