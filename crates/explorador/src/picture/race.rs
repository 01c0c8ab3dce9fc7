//! Carreras que se ven con certeza en un plan: un proceso leyó antes de que otro
//! escribiera, o pisó lo que otro acababa de escribir, y nada en el programa
//! obligaba a ese orden.
//!
//! «Nada obligaba» se decide de más hacia el lado prudente: cualquier cosa por la
//! que uno pudo enterarse del otro (leer lo que escribió, un `wait`, una señal,
//! una tubería, un futex) cuenta como orden obligado. Lo que quede sin orden es
//! una carrera segura.

use std::collections::BTreeMap;

use crate::event::{Access, Call, Effect, Event, EventKind};

use super::memory::{Memory, Use};

/// Una carrera segura.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Race {
    /// Leyó un trozo que el otro aún no había empezado a escribir.
    Early {
        reader: usize,
        writer: usize,
        field: usize,
    },
    /// Leyó un trozo que el otro llevaba a medias; contenía `seen`.
    Torn {
        reader: usize,
        writer: usize,
        field: usize,
        seen: Vec<u8>,
    },
    /// Leyó un valor que el otro iba a cambiar todavía.
    Stale {
        reader: usize,
        writer: usize,
        field: usize,
    },
    /// Escribió a partir de un valor viejo y borró lo que escribió el otro.
    Lost {
        loser: usize,
        winner: usize,
        field: usize,
    },
}

/// Un acceso con el momento en que ocurrió.
struct Moment {
    lane: usize,
    field: usize,
    start: u64,
    end: u64,
    access: Access,
    /// De dónde a dónde cambió algo de verdad; vacío si no cambió nada.
    changed: (u64, u64),
    /// Cuántos pasos de cada proceso le preceden por fuerza.
    clock: Vec<usize>,
}

impl Moment {
    /// ¿Estaba obligado este acceso a ocurrir antes que `later`?
    fn forced_before(&self, later: &Moment) -> bool {
        later.clock[self.lane] >= self.clock[self.lane]
    }

    fn writes(&self) -> bool {
        self.access != Access::Read && self.changed.0 < self.changed.1
    }

    fn overlaps(&self, other: &Moment) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// ¿Cambió lo mismo que el otro ya había cambiado?
    fn changes_again(&self, other: &Moment) -> bool {
        self.changed.0 < other.changed.1 && other.changed.0 < self.changed.1
    }
}

/// La carrera que mejor explica el plan, si hay alguna segura.
pub(super) fn find(events: &[Event], memory: &Memory, lanes: usize) -> Option<Race> {
    let moments = Clocks::new(lanes).moments(events, memory);
    let mut by_field: BTreeMap<usize, Vec<&Moment>> = BTreeMap::new();
    for moment in &moments {
        let usage = memory.fields()[moment.field].usage;
        if matches!(usage, Use::Number | Use::Bytes) {
            by_field.entry(moment.field).or_default().push(moment);
        }
    }
    let lost = by_field
        .iter()
        .find_map(|(&field, moments)| lost_update(field, moments));
    lost.or_else(|| {
        // Un texto explica más que un número: la bandera que lo anuncia, por ejemplo.
        let mut fields: Vec<_> = by_field.iter().collect();
        fields.sort_by_key(|(field, _)| memory.fields()[**field].usage != Use::Bytes);
        fields
            .iter()
            .find_map(|(field, moments)| early_read(**field, moments, events, memory))
    })
}

/// Uno lee, otro escribe, y el primero escribe encima sin volver a mirar.
fn lost_update(field: usize, moments: &[&Moment]) -> Option<Race> {
    for (at, write) in moments.iter().enumerate() {
        if !write.writes() && write.access != Access::Write {
            continue;
        }
        if write.access != Access::Write {
            continue;
        }
        let own = |m: &&Moment| m.lane == write.lane && m.access == Access::Read;
        let Some(read) = moments[..at]
            .iter()
            .rposition(|m| own(m) && m.overlaps(write))
        else {
            continue;
        };
        let winner = moments[read..at].iter().find(|m| {
            m.lane != write.lane
                && m.access != Access::Read
                && m.overlaps(write)
                && !m.forced_before(write)
        });
        let already = moments[read..at]
            .iter()
            .any(|m| m.lane == write.lane && m.access != Access::Read);
        if let (Some(winner), false) = (winner, already) {
            return Some(Race::Lost {
                loser: write.lane,
                winner: winner.lane,
                field,
            });
        }
    }
    None
}

/// La última lectura de un proceso, con escrituras de otro que llegaron después.
fn early_read(
    field: usize,
    moments: &[&Moment],
    events: &[Event],
    memory: &Memory,
) -> Option<Race> {
    for (at, read) in moments.iter().enumerate() {
        let reads = |m: &&&Moment| m.lane == read.lane && m.access != Access::Write;
        if read.access != Access::Read || moments[at + 1..].iter().any(|m| reads(&m)) {
            continue;
        }
        let late = moments[at + 1..]
            .iter()
            .find(|m| m.lane != read.lane && m.writes() && !read.forced_before(m));
        let Some(late) = late else { continue };
        let (reader, writer) = (read.lane, late.lane);
        let earlier: Vec<&&Moment> = moments[..at]
            .iter()
            .filter(|m| m.lane == writer && m.writes())
            .collect();
        if earlier.is_empty() {
            return Some(Race::Early {
                reader,
                writer,
                field,
            });
        }
        let rewritten = earlier.iter().any(|m| late.changes_again(m));
        if rewritten || memory.fields()[field].usage == Use::Number {
            return Some(Race::Stale {
                reader,
                writer,
                field,
            });
        }
        let seen = content_before_write(field, writer, earlier.len(), events, memory);
        return Some(Race::Torn {
            reader,
            writer,
            field,
            seen,
        });
    }
    None
}

/// Lo que contenía el trozo tras las `count` primeras escrituras de `writer`.
fn content_before_write(
    field: usize,
    writer: usize,
    count: usize,
    events: &[Event],
    memory: &Memory,
) -> Vec<u8> {
    let mut memory = memory.clone();
    let target = memory.fields()[field].clone();
    let mut done = 0;
    for event in events {
        if let EventKind::Memory {
            region,
            offset,
            access,
            before,
            after,
        } = &event.kind
        {
            if done == count && event.lane == writer {
                break;
            }
            memory.apply(*region, *offset, after);
            let here = memory.field_of(*region, *offset, after.len()) == Some(field);
            if here && event.lane == writer && *access != Access::Read && before != after {
                done += 1;
            }
        }
    }
    memory.content(&target)
}

/// Relojes vectoriales: de cada proceso, qué pasos de los demás le preceden.
struct Clocks {
    lanes: Vec<Vec<usize>>,
    /// Lo que se sabe por haber leído cada trozo de memoria.
    fields: BTreeMap<usize, Vec<usize>>,
    /// Lo que se sabe por el núcleo: tuberías, señales, terminaciones.
    kernel: Vec<usize>,
}

impl Clocks {
    fn new(lanes: usize) -> Self {
        Self {
            lanes: vec![vec![0; lanes]; lanes],
            fields: BTreeMap::new(),
            kernel: vec![0; lanes],
        }
    }

    fn moments(mut self, events: &[Event], memory: &Memory) -> Vec<Moment> {
        let mut moments = Vec::new();
        for event in events {
            self.lanes[event.lane][event.lane] += 1;
            match &event.kind {
                EventKind::Memory {
                    region,
                    offset,
                    access,
                    before,
                    after,
                } => {
                    let length = before.len().max(after.len());
                    if let Some(field) = memory.field_of(*region, *offset, length) {
                        self.touch(event.lane, field, *access);
                        moments.push(Moment {
                            lane: event.lane,
                            field,
                            start: *offset,
                            end: offset.saturating_add(length as u64),
                            access: *access,
                            changed: changed_range(*offset, before, after),
                            clock: self.lanes[event.lane].clone(),
                        });
                    }
                }
                EventKind::Call(call) => self.call(event.lane, call),
                EventKind::Exited(_) => self.release(event.lane),
                EventKind::Signal { .. } | EventKind::Woken { .. } => self.acquire(event.lane),
                EventKind::Blocked(_) | EventKind::Insisted { .. } | EventKind::Switch { .. } => {}
            }
        }
        moments
    }

    fn touch(&mut self, lane: usize, field: usize, access: Access) {
        let known = self
            .fields
            .entry(field)
            .or_insert_with(|| vec![0; self.lanes.len()]);
        if access != Access::Write {
            merge(&mut self.lanes[lane], known);
        }
        if access != Access::Read {
            merge(known, &self.lanes[lane]);
        }
    }

    fn call(&mut self, lane: usize, call: &Call) {
        match &call.effect {
            Effect::Fork { child: Some(child) } => {
                let parent = self.lanes[lane].clone();
                merge(&mut self.lanes[*child], &parent);
            }
            // Quien escribe o cierra avisa, aunque no se entere de nada; la salida
            // estándar también, por si va a una tubería.
            Effect::Output { .. } | Effect::Close { .. } => self.release(lane),
            // Nadie se entera de que otro crea o suelta memoria, ni de que duerme.
            Effect::Map { .. }
            | Effect::Unmap { .. }
            | Effect::Protect { .. }
            | Effect::Sleep { .. }
            | Effect::Descriptors { .. }
            | Effect::Fork { child: None } => {}
            _ => {
                self.acquire(lane);
                self.release(lane);
            }
        }
    }

    fn release(&mut self, lane: usize) {
        merge(&mut self.kernel, &self.lanes[lane]);
    }

    fn acquire(&mut self, lane: usize) {
        merge(&mut self.lanes[lane], &self.kernel);
    }
}

/// De dónde a dónde difieren los bytes.
fn changed_range(offset: u64, before: &[u8], after: &[u8]) -> (u64, u64) {
    let differs = |place: &usize| before.get(*place) != after.get(*place);
    let places = 0..before.len().max(after.len());
    match (places.clone().find(differs), places.rev().find(differs)) {
        (Some(first), Some(last)) => (
            offset.saturating_add(first as u64),
            offset.saturating_add(last as u64 + 1),
        ),
        _ => (offset, offset),
    }
}

fn merge(into: &mut [usize], from: &[usize]) {
    for (into, &from) in into.iter_mut().zip(from) {
        *into = (*into).max(from);
    }
}
