//! De los acontecimientos a lo que se cuenta: se esconde lo que no interesa, se
//! juntan los accesos seguidos y los cambios de proceso en los que no pasa nada.

use crate::event::{Access, BlockedOn, Call, Effect, End, Event, EventKind};

use super::Detail;
use super::memory::{Memory, Use};
use super::preparation::{Preparation, preparation};

/// Algo que se cuenta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// Un acontecimiento, por su lugar en el plan, y las veces seguidas que se
    /// repitió.
    Event { index: usize, times: usize },
    /// Accesos seguidos de un proceso a un mismo trozo de memoria.
    Touch(Touch),
    /// Escrituras seguidas de un proceso en la salida o en la de error; `index`
    /// es la primera.
    Output {
        index: usize,
        fd: i32,
        bytes: Vec<u8>,
    },
    /// Pasa el turno.
    Switch {
        from: Option<usize>,
        to: usize,
        preempted: bool,
    },
    /// Todas las operaciones de la preparación; `index` es la primera.
    Preparation { index: usize, operations: usize },
}

/// Accesos seguidos de un proceso a un mismo trozo de memoria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touch {
    pub lane: usize,
    pub field: usize,
    pub access: Access,
    pub start: u64,
    pub end: u64,
    pub fault: bool,
    /// Los acontecimientos, por su lugar en el plan.
    pub events: Vec<usize>,
}

/// Lo que se cuenta del plan, en orden.
pub(super) fn items(events: &[Event], memory: &Memory, detail: Detail) -> Vec<Item> {
    let mut items = Vec::new();
    let mut running = events.first().map(|event| event.lane);
    let prepared = match detail {
        Detail::Essential => preparation(events),
        Detail::Full => Preparation::default(),
    };
    // Se cuenta donde empieza, y una sola vez.
    let begins = prepared.events.iter().min().copied();
    for (index, event) in events.iter().enumerate() {
        if begins == Some(index) {
            let operations = prepared.operations;
            items.push(Item::Preparation { index, operations });
        }
        if prepared.events.contains(&index) {
            continue;
        }
        let next = match &event.kind {
            EventKind::Switch { preempted } => {
                let from = running.filter(|&from| from != event.lane);
                running = Some(event.lane);
                Item::Switch {
                    from,
                    to: event.lane,
                    preempted: preempted.is_some(),
                }
            }
            EventKind::Memory { .. } => match touch(index, event, memory, detail) {
                Some(touch) => Item::Touch(touch),
                None => continue,
            },
            _ => match output(index, event, detail) {
                Some(output) => output,
                None if detail == Detail::Full || is_essential(index, events) => {
                    Item::Event { index, times: 1 }
                }
                None => continue,
            },
        };
        push(&mut items, next, events, detail);
    }
    if matches!(items.last(), Some(Item::Switch { .. })) {
        items.pop();
    }
    items
}

/// Añade `next`, junto con lo anterior si es más de lo mismo.
fn push(items: &mut Vec<Item>, next: Item, events: &[Event], detail: Detail) {
    match (items.last_mut(), &next) {
        (Some(Item::Switch { from, to, .. }), Item::Switch { to: new, .. }) => {
            *to = *new;
            if *from == Some(*new) {
                items.pop();
            }
        }
        (Some(Item::Touch(last)), Item::Touch(new))
            if detail == Detail::Essential && last.takes(new) =>
        {
            last.start = last.start.min(new.start);
            last.end = last.end.max(new.end);
            last.events.extend(&new.events);
        }
        (
            Some(Item::Output { index, fd, bytes }),
            Item::Output {
                index: new,
                fd: new_fd,
                bytes: more,
            },
        ) if events[*index].lane == events[*new].lane && fd == new_fd => bytes.extend(more),
        (Some(Item::Event { index, times }), Item::Event { index: new, .. })
            if events[*index].lane == events[*new].lane
                && events[*index].kind == events[*new].kind =>
        {
            *times += 1;
        }
        _ => items.push(next),
    }
}

/// Lo que una llamada enseña a quien mira la terminal.
fn output(index: usize, event: &Event, detail: Detail) -> Option<Item> {
    match &event.kind {
        EventKind::Call(Call {
            effect:
                Effect::Output {
                    fd: fd @ (1 | 2),
                    bytes,
                },
            result: Ok(_),
            ..
        }) if detail == Detail::Essential && !event.fault => Some(Item::Output {
            index,
            fd: *fd,
            bytes: bytes.clone(),
        }),
        _ => None,
    }
}

impl Touch {
    /// ¿Es `next` la continuación de estos accesos?
    fn takes(&self, next: &Touch) -> bool {
        self.lane == next.lane
            && self.field == next.field
            && self.access == next.access
            && self.access != Access::Update
            && self.fault == next.fault
            && next.start <= self.end
            && self.start <= next.end
    }
}

/// El acceso, recortado al trozo de memoria al que va: las lecturas por bloques
/// leen de más.
fn touch(index: usize, event: &Event, memory: &Memory, detail: Detail) -> Option<Touch> {
    let EventKind::Memory {
        region,
        offset,
        access,
        before,
        after,
    } = &event.kind
    else {
        return None;
    };
    let length = before.len().max(after.len());
    let place = memory.field_of(*region, *offset, length)?;
    let field = &memory.fields()[place];
    if detail == Detail::Essential
        && !event.fault
        && is_internal(field.usage, *access, before, after)
    {
        return None;
    }
    let end = offset.saturating_add(length as u64);
    Some(Touch {
        lane: event.lane,
        field: place,
        access: *access,
        start: (*offset).max(field.start),
        end: end.min(field.end),
        fault: event.fault,
        events: vec![index],
    })
}

/// Lo que glibc hace por dentro con un semáforo: mirar, anotar quién espera.
fn is_internal(usage: Use, access: Access, before: &[u8], after: &[u8]) -> bool {
    match usage {
        Use::SemaphoreMark => true,
        Use::Semaphore => {
            let same_count = before.iter().take(4).eq(after.iter().take(4));
            access == Access::Read || access == Access::Update && same_count
        }
        Use::Number | Use::Bytes => false,
    }
}

/// ¿Interesa a quien lee el dibujo por primera vez?
fn is_essential(index: usize, events: &[Event]) -> bool {
    let event = &events[index];
    if event.fault {
        return true;
    }
    match &event.kind {
        EventKind::Call(call) => is_essential_call(call) || wakes_someone(index, events),
        EventKind::Woken { .. } => !is_followed_by_its_reason(index, events),
        EventKind::Signal { .. } => !kills_at_once(index, events),
        EventKind::Exited(_)
        | EventKind::Blocked(_)
        | EventKind::Insisted { .. }
        | EventKind::Memory { .. }
        | EventKind::Switch { .. } => true,
    }
}

/// «Ya puede seguir» sobra si lo siguiente que se ve de ese proceso, sin nada
/// de otros por medio, ya lo dice.
fn is_followed_by_its_reason(index: usize, events: &[Event]) -> bool {
    let lane = events[index].lane;
    let mut rest = events[index + 1..]
        .iter()
        .filter(|event| !matches!(event.kind, EventKind::Switch { .. }));
    rest.next().is_some_and(|next| {
        next.lane == lane
            && matches!(
                &next.kind,
                EventKind::Call(Call {
                    effect: Effect::Wait { .. } | Effect::WaitJob { .. } | Effect::Input { .. },
                    ..
                }) | EventKind::Exited(_)
                    | EventKind::Signal { .. }
            )
    })
}

/// Que llega una señal sobra si lo siguiente es que el proceso muere por ella.
fn kills_at_once(index: usize, events: &[Event]) -> bool {
    let (EventKind::Signal { signal, from: None }, Some(next)) =
        (&events[index].kind, events.get(index + 1))
    else {
        return false;
    };
    let killed = |by: i32| by == *signal && next.lane == events[index].lane;
    matches!(next.kind, EventKind::Exited(End::Killed { signal, .. }) if killed(signal))
}

/// Tras una llamada llegan los que despertó.
fn wakes_someone(index: usize, events: &[Event]) -> bool {
    let lane = events[index].lane;
    events
        .get(index + 1)
        .is_some_and(|next| matches!(next.kind, EventKind::Woken { by: Some(by) } if by == lane))
}

fn is_essential_call(call: &Call) -> bool {
    match &call.effect {
        Effect::Map { .. }
        | Effect::Unmap { .. }
        | Effect::Protect { .. }
        | Effect::Fork { .. }
        | Effect::Wait { .. }
        | Effect::WaitJob { .. }
        | Effect::Output { .. }
        | Effect::Input { .. }
        | Effect::Sleep { .. }
        | Effect::Kill { .. } => true,
        Effect::FutexWake { woken, .. } => !woken.is_empty(),
        Effect::FutexWait { .. } => call.result == Err(libc::ETIMEDOUT),
        Effect::Descriptors { .. } => matches!(
            call.name,
            "pipe"
                | "pipe2"
                | "eventfd"
                | "eventfd2"
                | "memfd_create"
                | "open"
                | "openat"
                | "creat"
        ),
        Effect::Close { .. } => false,
        // Recortar un archivo se nota en la memoria que lo proyecta.
        Effect::None => matches!(call.name, "execve" | "execveat" | "ftruncate" | "truncate"),
    }
}

/// Los carriles que esperan al final del plan, y a qué.
pub(super) fn still_waiting(events: &[Event]) -> Vec<(usize, BlockedOn)> {
    let mut waiting: Vec<(usize, BlockedOn)> = Vec::new();
    for event in events {
        match &event.kind {
            EventKind::Blocked(on) => {
                waiting.retain(|(lane, _)| *lane != event.lane);
                waiting.push((event.lane, on.clone()));
            }
            EventKind::Woken { .. } | EventKind::Exited(_) => {
                waiting.retain(|(lane, _)| *lane != event.lane);
            }
            _ => {}
        }
    }
    waiting.sort_by_key(|(lane, _)| *lane);
    waiting
}

/// El primer proceso que cayó, y cómo.
pub(super) fn crash(events: &[Event]) -> Option<(usize, End)> {
    events.iter().find_map(|event| match event.kind {
        EventKind::Exited(end @ End::Killed { .. }) if event.fault => Some((event.lane, end)),
        _ => None,
    })
}
