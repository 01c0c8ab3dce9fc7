//! Lo que un programa lee antes de tener con quién compartirlo: sus módulos, su
//! configuración, su propio texto. Un intérprete abre cien archivos antes de la primera
//! línea que interesa; el dibujo los cuenta en una.

use std::collections::{HashMap, HashSet};

use crate::event::{Effect, Event, EventKind};

/// Con menos, se cuentan uno a uno: ahí sí puede estar lo que se busca.
const MANY: usize = 8;

/// Los acontecimientos, y cuántas operaciones son entre todos.
#[derive(Debug, Default)]
pub(super) struct Preparation {
    pub events: HashSet<usize>,
    pub operations: usize,
}

/// Aquello en lo que el primer proceso, todavía solo, abre archivos, los lee y los vuelve
/// a cerrar. Nada, si es poco.
///
/// Un archivo que sigue abierto cuando aparece otro proceso o memoria compartida no es
/// preparación: puede ser lo que se comparte.
pub(super) fn preparation(events: &[Event]) -> Preparation {
    let alone = events.iter().take_while(|event| is_private(event, events));
    let mut found = Vec::new();
    let mut open: HashMap<i32, Vec<usize>> = HashMap::new();
    for (index, event) in alone.enumerate() {
        let EventKind::Call(call) = &event.kind else {
            found.push(index);
            continue;
        };
        match &call.effect {
            Effect::Descriptors { fds } => match (call.result, fds.as_slice()) {
                (Ok(_), &[fd]) => drop(open.insert(fd, vec![index])),
                _ => found.push(index),
            },
            Effect::Input { fd, .. } => {
                if let Some(uses) = open.get_mut(fd) {
                    uses.push(index);
                }
            }
            Effect::Close { fd } => {
                if let Some(uses) = open.remove(fd) {
                    found.extend(uses);
                    found.push(index);
                }
            }
            _ => {}
        }
    }
    if found.len() < MANY {
        return Preparation::default();
    }
    Preparation {
        operations: found.iter().map(|&index| operations(&events[index])).sum(),
        events: found.into_iter().collect(),
    }
}

fn operations(event: &Event) -> usize {
    match event.kind {
        EventKind::Insisted { times } => times,
        _ => 1,
    }
}

/// ¿Es algo que un proceso hace a solas, y sin que nada vaya mal?
fn is_private(event: &Event, events: &[Event]) -> bool {
    let call = match &event.kind {
        EventKind::Call(call) => call,
        EventKind::Insisted { .. } => return true,
        _ => return false,
    };
    let lonely = match &call.effect {
        Effect::Descriptors { .. } => matches!(call.name, "open" | "openat"),
        Effect::None => !matches!(call.name, "execve" | "execveat"),
        Effect::Input { .. } | Effect::Close { .. } => true,
        _ => false,
    };
    lonely && !event.fault && event.lane == events[0].lane
}
