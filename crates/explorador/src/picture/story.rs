//! El plan contado por filas: qué hace quién, cómo están los demás mientras
//! tanto, y cómo queda la memoria. De aquí salen todos los dibujos.

use crate::event::{Effect, Event, EventKind};
use crate::outcome::{Outcome, Verdict};

use super::Detail;
use super::fit::clean;
use super::items::{self, Item, Touch};
use super::memory::{Memory, Use, letters as letters_of};
use super::names::Names;
use super::phrase::{Teller, Touched};

/// Qué clase de paso es.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Un paso normal.
    Step,
    /// Empieza a esperar.
    Wait,
    /// Deja de esperar, por obra de otro.
    Wake,
    /// Termina.
    End,
    /// Algo que está mal, o un fallo provocado.
    Fault,
}

/// Un paso de un proceso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub lane: usize,
    pub mark: Mark,
    pub text: String,
}

/// Cómo está un proceso.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Unborn,
    Running,
    Paused,
    Waiting,
    Ended,
}

/// La memoria compartida tras un paso que la cambió.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Dónde, si hay más de un sitio posible.
    pub place: Option<String>,
    /// El contenido.
    pub value: String,
    /// Si es un texto: cada letra y si acaba de escribirse.
    pub letters: Option<Vec<(char, bool)>>,
    /// Cuántas letras caben en el trozo.
    pub room: usize,
}

/// Qué hay en una fila.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowKind {
    /// Uno o varios procesos hacen algo; el primero es el que actúa.
    Step(Vec<Cell>),
    /// Pasa el turno.
    Switch {
        from: Option<usize>,
        to: usize,
        preempted: bool,
    },
    /// Tantas filas que no se enseñan.
    Hidden(usize),
}

/// Una fila del dibujo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub kind: RowKind,
    pub changes: Vec<Change>,
    /// Cómo está cada proceso durante la fila.
    pub states: Vec<State>,
}

/// El plan entero.
#[derive(Debug, Clone)]
pub(super) struct Story {
    pub names: Names,
    pub lanes: usize,
    pub rows: Vec<Row>,
}

impl Story {
    /// Cuenta el plan con `detail`, en `max_rows` filas como mucho.
    pub fn new(outcome: &Outcome, detail: Detail, max_rows: usize) -> Self {
        let memory = Memory::new(&outcome.events);
        let names = Names::new(&outcome.lanes);
        let lanes = lane_count(outcome);
        let items = items::items(&outcome.events, &memory, detail);
        let mut builder = Builder {
            outcome,
            detail,
            names: &names,
            several: memory
                .fields()
                .iter()
                .filter(|f| f.usage != Use::SemaphoreMark)
                .count()
                > 1,
            memory,
            states: vec![State::Unborn; lanes],
            rows: Vec::new(),
        };
        if let Some(first) = outcome.events.first() {
            builder.states[first.lane] = State::Running;
        }
        for item in &items {
            builder.item(item);
        }
        builder.ending();
        let rows = shorten(builder.rows, max_rows);
        Self { names, lanes, rows }
    }

    /// ¿Se ve alguna vez cambiar la memoria?
    pub fn shows_memory(&self) -> bool {
        self.rows.iter().any(|row| !row.changes.is_empty())
    }
}

/// Los carriles que hay, también si los acontecimientos nombran alguno de más.
pub(super) fn lane_count(outcome: &Outcome) -> usize {
    let named = outcome.events.iter().map(|event| event.lane);
    let switched = outcome.events.iter().filter_map(|event| match event.kind {
        EventKind::Call(ref call) => match call.effect {
            Effect::Fork { child } => child,
            _ => None,
        },
        _ => None,
    });
    let known = outcome.lanes.iter().map(|lane| lane.lane);
    named
        .chain(switched)
        .chain(known)
        .max()
        .map_or(0, |last| last + 1)
}

/// Deja el principio y, sobre todo, el final, que es donde algo va mal.
fn shorten(mut rows: Vec<Row>, max_rows: usize) -> Vec<Row> {
    if rows.len() <= max_rows {
        return rows;
    }
    let head = max_rows / 3;
    let tail = rows.split_off(rows.len() - (max_rows - head));
    let hidden = rows.len() - head;
    let states = rows[head].states.clone();
    rows.truncate(head);
    rows.push(Row {
        kind: RowKind::Hidden(hidden),
        changes: Vec::new(),
        states,
    });
    rows.extend(tail);
    rows
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
            Item::Event { index, times } => self.event(&self.outcome.events[*index], *times),
        }
    }

    fn push(&mut self, cells: Vec<Cell>, changes: Vec<Change>) {
        self.rows.push(Row {
            kind: RowKind::Step(cells),
            changes,
            states: self.states.clone(),
        });
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
        self.rows.push(Row {
            kind,
            changes: Vec::new(),
            states: self.states.clone(),
        });
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
        let new = self.memory.content(&field);
        let changes = if new == old || field.usage == Use::SemaphoreMark {
            Vec::new()
        } else {
            vec![Change {
                place: self.several.then(|| match field.usage {
                    Use::Semaphore => format!("semáforo {}", field.place()),
                    _ => field.place(),
                }),
                value: field.value(&new),
                letters: letters_of(&field, &new).map(|letters| {
                    let old = letters_of(&field, &old).unwrap_or_default();
                    let fresh = |place: usize, c: char| old.get(place) != Some(&c);
                    letters
                        .into_iter()
                        .enumerate()
                        .map(|(i, c)| (c, fresh(i, c)))
                        .collect()
                }),
                room: new.len(),
            }]
        };
        let (mark, text) = self.marked(Mark::Step, text, touch.fault);
        self.states[touch.lane] = State::Running;
        self.push(
            vec![Cell {
                lane: touch.lane,
                mark,
                text,
            }],
            changes,
        );
    }

    fn event(&mut self, event: &Event, times: usize) {
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
            EventKind::Woken { by } => return self.woken(cell, *by),
            EventKind::Blocked(_) => self.states[event.lane] = State::Waiting,
            _ => {}
        }
        let changes = self.initial_content(event);
        self.push(vec![cell], changes);
        match &event.kind {
            EventKind::Exited(_) => self.states[event.lane] = State::Ended,
            EventKind::Call(call) => {
                if let Effect::Fork { child: Some(child) } = call.effect {
                    self.states[child] = State::Paused;
                }
            }
            _ => {}
        }
    }

    /// El que despierta se ve en la misma fila que lo que lo despertó.
    fn woken(&mut self, cell: Cell, by: Option<usize>) {
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
            _ => self.push(vec![cell], Vec::new()),
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
        let (Some(only), None) = (fields.next(), fields.next()) else {
            return Vec::new();
        };
        let content = self.memory.content(only);
        vec![Change {
            place: self.several.then(|| only.place()),
            value: only.value(&content),
            letters: letters_of(only, &content)
                .map(|letters| letters.into_iter().map(|c| (c, false)).collect()),
            room: content.len(),
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
        let reason = match self.outcome.verdict {
            Verdict::Ok | Verdict::Crash => return,
            Verdict::Deadlock => "sigue esperando y nadie lo va a despertar",
            Verdict::Livelock => "gira sin fin: nadie va a cambiar lo que mira",
            Verdict::Timeout => "el plan se para aquí",
        };
        let waits = self.outcome.verdict != Verdict::Timeout;
        let stuck = |state: &State| match state {
            State::Waiting => waits,
            State::Running => true,
            State::Paused => self.outcome.verdict == Verdict::Livelock,
            State::Unborn | State::Ended => false,
        };
        let cells: Vec<Cell> = (0..self.states.len())
            .filter(|&lane| stuck(&self.states[lane]))
            .map(|lane| Cell {
                lane,
                mark: Mark::Fault,
                text: format!("FALLO: {reason}"),
            })
            .collect();
        if !cells.is_empty() {
            self.push(cells, Vec::new());
        }
    }
}
