//! Las filas, una a una: se recorre lo que se cuenta y se lleva la cuenta de
//! cómo está cada proceso y qué hay en la memoria.

use crate::event::{BlockedOn, Call, Effect, Event, EventKind};
use crate::outcome::{Outcome, Verdict};

use super::Detail;
use super::bytes::show;
use super::fit::clean;
use super::items::{self, Item, Touch};
use super::memory::{Memory, Use, letters};
use super::names::Names;
use super::phrase::{Teller, Touched};
use super::story::{Cell, Change, Mark, Reach, Row, RowKind, STOPPED, State, lane_count};

/// Todas las filas del plan.
pub(super) fn rows(outcome: &Outcome, detail: Detail, names: &Names) -> Vec<Row> {
    let memory = Memory::new(&outcome.events);
    let items = items::items(&outcome.events, &memory, detail);
    let visible = memory
        .fields()
        .iter()
        .filter(|field| field.usage != Use::SemaphoreMark);
    let mut builder = Builder {
        outcome,
        detail,
        names,
        several: visible.count() > 1,
        memory,
        states: vec![State::Unborn; lane_count(outcome)],
        rows: Vec::new(),
    };
    if let Some(first) = outcome.events.first() {
        builder.states[first.lane] = State::Running;
    }
    for item in &items {
        builder.item(item);
    }
    builder.ending();
    builder.rows
}

/// Va levantando las filas.
struct Builder<'a> {
    outcome: &'a Outcome,
    detail: Detail,
    names: &'a Names,
    memory: Memory,
    /// Hay más de un trozo de memoria: hay que decir cuál cambia.
    several: bool,
    states: Vec<State>,
    rows: Vec<Row>,
}

impl Builder<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Switch {
                from,
                to,
                preempted,
            } => self.switch(*from, *to, *preempted),
            Item::Touch(touch) => self.touch(touch),
            Item::Output { index, fd, bytes } => self.output(*index, *fd, bytes),
            Item::Event { index, times } => self.event(*index, *times),
            Item::Preparation { index, operations } => self.preparation(*index, *operations),
        }
        if let Some(last) = self.rows.last_mut() {
            last.after.clone_from(&self.states);
        }
    }

    /// Añade la fila de un paso y la devuelve, para completarla.
    fn push(&mut self, event: Option<usize>, cells: Vec<Cell>, changes: Vec<Change>) -> &mut Row {
        let row = Row {
            changes,
            event,
            ..Row::quiet(RowKind::Step(cells), self.states.clone())
        };
        self.rows.push(row);
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }

    fn switch(&mut self, from: Option<usize>, to: usize, preempted: bool) {
        if let Some(from) = from
            && self.states[from] == State::Running
        {
            self.states[from] = State::Paused;
        }
        let kind = RowKind::Switch {
            from,
            to,
            preempted,
        };
        self.rows.push(Row::quiet(kind, self.states.clone()));
        self.states[to] = State::Running;
    }

    fn touch(&mut self, touch: &Touch) {
        let field = self.memory.fields()[touch.field].clone();
        let old = self.memory.content(&field);
        let before = self.memory.range(field.region, touch.start, touch.end);
        for &index in &touch.events {
            if let EventKind::Memory {
                region,
                offset,
                after,
                ..
            } = &self.outcome.events[index].kind
            {
                self.memory.apply(*region, *offset, after);
            }
        }
        let after = self.memory.range(field.region, touch.start, touch.end);
        let told = Touched {
            field: &field,
            access: touch.access,
            start: touch.start,
            end: touch.end,
            before: &before,
            after: &after,
        }
        .tell();
        let text = match (self.detail, told) {
            (Detail::Essential, Some(text)) => text,
            _ => clean(&self.outcome.events[touch.events[0]].label()),
        };
        let changes = self.changed(touch.field, old);
        let (mark, text) = self.marked(Mark::Step, text, touch.fault);
        self.states[touch.lane] = State::Running;
        let cell = Cell {
            lane: touch.lane,
            mark,
            text,
        };
        let row = self.push(Some(touch.events[0]), vec![cell], changes);
        row.reach = Some(Reach {
            field: touch.field,
            region: field.region,
            access: touch.access,
            start: touch.start,
            end: touch.end,
            empty_text: field.usage == Use::Bytes && before.iter().all(|&byte| byte == 0),
        });
    }

    /// Cómo queda un trozo de memoria que contenía `old`, si ha cambiado.
    fn changed(&self, place: usize, old: Vec<u8>) -> Vec<Change> {
        let field = &self.memory.fields()[place];
        let new = self.memory.content(field);
        if new == old || field.usage == Use::SemaphoreMark {
            return Vec::new();
        }
        let before = letters(field, &old).unwrap_or_default();
        let fresh = |(place, c): (usize, char)| (c, before.get(place) != Some(&c));
        vec![Change {
            place: self.several.then(|| field.title()),
            value: field.value(&new),
            letters: letters(field, &new)
                .map(|letters| letters.into_iter().enumerate().map(fresh).collect()),
            room: new.len(),
            field: place,
            before: old,
            after: new,
        }]
    }

    fn output(&mut self, index: usize, fd: i32, bytes: &[u8]) {
        let lane = self.outcome.events[index].lane;
        let place = if fd == 1 {
            "la salida"
        } else {
            "la salida de error"
        };
        let text = format!("write {} en {place}", show(bytes));
        let mark = Mark::Step;
        let row = self.push(Some(index), vec![Cell { lane, mark, text }], Vec::new());
        row.output = vec![(fd, bytes.to_vec())];
    }

    fn preparation(&mut self, index: usize, operations: usize) {
        let cell = Cell {
            lane: self.outcome.events[index].lane,
            mark: Mark::Step,
            text: format!("lee archivos suyos, antes de empezar ({operations} operaciones)"),
        };
        self.push(Some(index), vec![cell], Vec::new());
    }

    fn event(&mut self, index: usize, times: usize) {
        let event = &self.outcome.events[index];
        let mut text = Teller {
            names: self.names,
            memory: &self.memory,
        }
        .tell(event);
        if times > 1 {
            text.push_str(&format!(" (×{times})"));
        }
        let mark = match event.kind {
            EventKind::Blocked(_) => Mark::Wait,
            EventKind::Woken { .. } => Mark::Wake,
            EventKind::Exited(_) => Mark::End,
            _ => Mark::Step,
        };
        let (mark, text) = self.marked(mark, text, event.fault);
        let cell = Cell {
            lane: event.lane,
            mark,
            text,
        };
        match &event.kind {
            EventKind::Woken { by } => return self.woken(index, cell, *by),
            EventKind::Blocked(_) => self.states[event.lane] = State::Waiting,
            _ => {}
        }
        let changes = self.initial_content(event);
        let output = shown(event).into_iter().collect();
        self.push(Some(index), vec![cell], changes).output = output;
        match &event.kind {
            EventKind::Exited(_) => self.states[event.lane] = State::Ended,
            EventKind::Call(done) => {
                if let Effect::Fork { child: Some(child) } = done.effect {
                    self.states[child] = State::Paused;
                }
            }
            _ => {}
        }
    }

    /// El que despierta se ve en la misma fila que lo que lo despertó.
    fn woken(&mut self, index: usize, cell: Cell, by: Option<usize>) {
        let lane = cell.lane;
        self.states[lane] = State::Paused;
        match self.rows.last_mut() {
            Some(Row {
                kind: RowKind::Step(cells),
                states,
                ..
            }) if by == cells.first().map(|first| first.lane)
                && cells.iter().all(|other| other.lane != lane) =>
            {
                cells.push(cell);
                states[lane] = State::Paused;
            }
            _ => {
                self.push(Some(index), vec![cell], Vec::new());
            }
        }
    }

    /// Al aparecer una región se ve con qué empieza.
    fn initial_content(&self, event: &Event) -> Vec<Change> {
        let EventKind::Call(call) = &event.kind else {
            return Vec::new();
        };
        let Effect::Map {
            region: Some(region),
            ..
        } = call.effect
        else {
            return Vec::new();
        };
        let mut fields = self.memory.visible(region);
        let (Some((place, only)), None) = (fields.next(), fields.next()) else {
            return Vec::new();
        };
        let content = self.memory.content(only);
        vec![Change {
            place: self.several.then(|| only.title()),
            value: only.value(&content),
            letters: letters(only, &content)
                .map(|letters| letters.into_iter().map(|c| (c, false)).collect()),
            room: content.len(),
            field: place,
            before: content.clone(),
            after: content,
        }]
    }

    /// Lo que está mal lleva su palabra, no solo su signo.
    fn marked(&self, mark: Mark, text: String, fault: bool) -> (Mark, String) {
        if !fault {
            return (mark, text);
        }
        let word = match mark {
            Mark::Step if self.outcome.schedule.fault().is_some() => "FALLO PROVOCADO",
            _ => "FALLO",
        };
        (Mark::Fault, format!("{word}: {text}"))
    }

    /// Si el plan no acabó, se dice en cada proceso que quedó a medias.
    fn ending(&mut self) {
        let verdict = self.outcome.verdict;
        if matches!(verdict, Verdict::Ok | Verdict::Crash) {
            return;
        }
        let waiting = items::still_waiting(&self.outcome.events);
        let on = |lane: usize| {
            waiting
                .iter()
                .find(|(waits, _)| *waits == lane)
                .map(|(_, on)| on)
        };
        let reason = |lane: usize| match (verdict, self.states[lane], on(lane)) {
            (Verdict::Timeout, State::Running, _) => Some(STOPPED),
            (Verdict::Timeout, ..) | (_, State::Unborn | State::Ended, _) => None,
            (_, _, Some(BlockedOn::Memory(..))) => {
                Some("gira sin fin: nadie va a cambiar lo que mira")
            }
            (_, State::Waiting, _) => Some("sigue esperando y nadie lo va a despertar"),
            (Verdict::Livelock, ..) => Some("repite lo mismo sin fin"),
            _ => None,
        };
        let cells: Vec<Cell> = (0..self.states.len())
            .filter_map(|lane| {
                let text = format!("FALLO: {}", reason(lane)?);
                Some(Cell {
                    lane,
                    mark: Mark::Fault,
                    text,
                })
            })
            .collect();
        if !cells.is_empty() {
            self.push(None, cells, Vec::new());
        }
    }
}

/// Lo que un acontecimiento contado por sí solo enseña en la salida.
fn shown(event: &Event) -> Option<(i32, Vec<u8>)> {
    match &event.kind {
        EventKind::Call(Call {
            effect:
                Effect::Output {
                    fd: fd @ (1 | 2),
                    bytes,
                },
            result: Ok(_),
            ..
        }) => Some((*fd, bytes.clone())),
        _ => None,
    }
}
