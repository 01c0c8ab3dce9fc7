//! El plan contado por filas: qué hace quién, cómo están los demás mientras
//! tanto, y cómo queda la memoria. De aquí salen todos los dibujos.

use crate::event::{Access, Effect, EventKind, RegionId};
use crate::outcome::Outcome;

use super::Detail;
use super::build;
use super::names::Names;

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
    /// Qué trozo es, y sus bytes antes y después.
    pub field: usize,
    pub before: Vec<u8>,
    pub after: Vec<u8>,
}

/// A qué bytes de un trozo de memoria va un paso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reach {
    pub field: usize,
    pub region: RegionId,
    pub access: Access,
    pub start: u64,
    pub end: u64,
    /// Es un sitio para texto y ahí solo había ceros.
    pub empty_text: bool,
}

/// Lo que se dice del proceso que se movía cuando se agotó un límite.
pub(super) const STOPPED: &str = "el plan se para aquí";

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
    /// Cómo queda cada proceso después.
    pub after: Vec<State>,
    /// El acontecimiento que se cuenta, o el primero si son varios juntos; un
    /// cambio de turno no lo tiene.
    pub event: Option<usize>,
    /// Los bytes que se leen o se escriben.
    pub reach: Option<Reach>,
    /// Lo que se enseña en la salida (1) o en la de error (2).
    pub output: Vec<(i32, Vec<u8>)>,
}

impl Row {
    /// Una fila en la que no cambia nada.
    pub fn quiet(kind: RowKind, states: Vec<State>) -> Self {
        Self {
            kind,
            changes: Vec::new(),
            after: states.clone(),
            states,
            event: None,
            reach: None,
            output: Vec::new(),
        }
    }
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
        let names = Names::new(&outcome.lanes);
        let lanes = lane_count(outcome);
        let rows = build::rows(outcome, detail, &names);
        let rows = shorten(rows, max_rows);
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
    rows.push(Row::quiet(RowKind::Hidden(hidden), states));
    rows.extend(tail);
    rows
}
