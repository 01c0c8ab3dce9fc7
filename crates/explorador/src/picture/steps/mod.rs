//! El plan contado paso a paso, para quien lo recorre con botones: los mismos
//! pasos y las mismas palabras que los dibujos, y además cómo está cada proceso,
//! qué hay en la memoria y qué se ha escrito después de cada uno.
//!
//! Las claves son estables, en inglés: las lee la página. Lo que cambia con cada
//! paso se da como diferencia con el anterior.

mod narrate;
mod page;

use crate::event::{Access, Effect, Event, EventKind};
use crate::json::Json;
use crate::limits::LimitKind;
use crate::outcome::{Outcome, Report};

use super::caption::{Tone, caption, is_wrong};
use super::memory::Memory;
use super::names::Names;
use super::story::{Cell, Mark, Reach, Row, RowKind, State};
use super::{Detail, build, output_lines, story, summary};
use narrate::Narrator;

/// Pasos de un plan que se cuentan; de un plan más largo, el principio y, sobre
/// todo, el final.
const MAX_STEPS: usize = 300;
/// Finales que se cuentan paso a paso; los demás solo se suman.
const MAX_ENDINGS: usize = 24;

/// Los finales de un informe, cada uno con todos sus pasos. `replay` da la orden
/// con la que se repite un final.
pub fn steps(report: &Report, replay: impl Fn(&Outcome) -> String) -> Json {
    let shown = &report.outcomes[..report.outcomes.len().min(MAX_ENDINGS)];
    let endings = shown
        .iter()
        .map(|outcome| ending(outcome, report.completed(), replay(outcome)));
    Json::object([
        ("explored", summary::explored(report).into()),
        ("coverage", summary::coverage(report).into()),
        ("complete", report.exhaustive.into()),
        ("note", note(report).into()),
        ("schedules", report.schedules.into()),
        ("hidden", (report.outcomes.len() - shown.len()).into()),
        ("selected", most_telling(shown).into()),
        ("endings", Json::array(endings)),
    ])
}

/// El final por el que conviene empezar: el primero de los más preocupantes.
fn most_telling(outcomes: &[Outcome]) -> usize {
    let tones = outcomes.iter().map(|outcome| caption(outcome).tone);
    let first = tones.enumerate().min_by_key(|&(place, tone)| (tone, place));
    first.map_or(0, |(place, _)| place)
}

/// Qué pensar de lo que se ha visto, si no se ve ya en los finales.
fn note(report: &Report) -> Option<&'static str> {
    let too_long = |outcome: &Outcome| outcome.limit == Some(LimitKind::Steps);
    if report.outcomes.iter().any(too_long) {
        return Some(
            "Hay planes con demasiados pasos para verlos enteros. Cambia el programa para que dé \
             menos vueltas (con dos o tres suele bastar) y explóralo otra vez.",
        );
    }
    let [only] = report.outcomes.as_slice() else {
        return None;
    };
    let alone = story::lane_count(only) <= 1 && !only.events.iter().any(tries_to_fork);
    match (report.exhaustive, report.schedules) {
        _ if alone => Some(
            "Este programa no crea ningún otro proceso: solo tiene un orden posible, y es este.",
        ),
        (true, 1) => Some(
            "Nada de lo que hacen los procesos depende de quién vaya antes: todos los órdenes dan \
             lo mismo, y basta con ver uno.",
        ),
        (true, _) => Some("Vaya quien vaya primero, el final es siempre el mismo."),
        (false, _) => None,
    }
}

/// También si no pudo.
fn tries_to_fork(event: &Event) -> bool {
    matches!(&event.kind, EventKind::Call(call) if matches!(call.effect, Effect::Fork { .. }))
}

fn ending(outcome: &Outcome, schedules: usize, replay: String) -> Json {
    let caption = caption(outcome);
    let tone = match caption.tone {
        Tone::Wrong => "wrong",
        Tone::Notable => "notable",
        Tone::Plain => "plain",
    };
    let told = Told::new(outcome);
    Json::object([
        ("share", summary::share(outcome.count, schedules).into()),
        ("ending", summary::ending(outcome).into()),
        ("shown", summary::shown(outcome).into()),
        ("wrong", is_wrong(outcome).into()),
        ("tone", tone.into()),
        ("caption", caption.text.into()),
        ("replay", replay.into()),
        ("lanes", told.lanes()),
        ("places", told.places()),
        ("steps", told.steps()),
    ])
}

/// Un plan que se está contando.
struct Told<'a> {
    outcome: &'a Outcome,
    names: Names,
    /// La memoria, como estaba al principio.
    memory: Memory,
    rows: Vec<Row>,
}

impl<'a> Told<'a> {
    fn new(outcome: &'a Outcome) -> Self {
        let names = Names::new(&outcome.lanes);
        let mut rows = build::rows(outcome, Detail::Essential, &names);
        rows.retain(|row| !matches!(row.kind, RowKind::Switch { from: None, .. }));
        Self {
            outcome,
            names,
            memory: Memory::new(&outcome.events),
            rows: fold(rows),
        }
    }

    fn lanes(&self) -> Json {
        let lanes = 0..story::lane_count(self.outcome);
        Json::array(lanes.map(|lane| self.names.of(lane)))
    }

    /// Los números de los trozos de memoria que se enseñan, por orden.
    fn visible(&self) -> Vec<usize> {
        let fields = self.memory.fields().iter().enumerate();
        fields
            .filter(|(_, field)| field.usage.is_visible())
            .map(|(number, _)| number)
            .collect()
    }

    /// Los trozos de memoria: cómo se llama cada uno, con qué empieza y desde qué
    /// paso existe.
    fn places(&self) -> Json {
        let place = |number: usize| {
            let field = &self.memory.fields()[number];
            let content = self.memory.content(field);
            let born = self.rows.iter().position(|row| self.maps(row, number));
            Json::object([
                ("title", field.title().into()),
                ("since", born.unwrap_or(0).into()),
                ("initial", page::view(field, &content, &content)),
            ])
        };
        Json::array(self.visible().into_iter().map(place))
    }

    /// ¿Es esta fila la que crea la región de ese trozo?
    fn maps(&self, row: &Row, field: usize) -> bool {
        let wanted = self.memory.fields()[field].region;
        let event = row.event.and_then(|index| self.outcome.events.get(index));
        event.is_some_and(|event| match &event.kind {
            EventKind::Call(call) => {
                matches!(call.effect, Effect::Map { region: Some(region), .. } if region == wanted)
            }
            _ => false,
        })
    }

    fn steps(&self) -> Json {
        let narrator = Narrator {
            names: &self.names,
            events: &self.outcome.events,
        };
        let visible = self.visible();
        let mut before = vec![State::Unborn; story::lane_count(self.outcome)];
        let steps = self.rows.iter().map(|row| {
            let mut step = step(row);
            step.push("said", narrator.tell(row));
            step.push("lanes", status(&before, row));
            before.clone_from(&row.after);
            self.push_memory(&mut step, row, &visible);
            step
        });
        Json::array(steps)
    }

    fn push_memory(&self, step: &mut Json, row: &Row, visible: &[usize]) {
        let place = |field: usize| visible.iter().position(|&number| number == field);
        let changes: Vec<Json> = row
            .changes
            .iter()
            .filter_map(|change| {
                let field = &self.memory.fields()[change.field];
                let mut view = page::view(field, &change.before, &change.after);
                view.push("place", place(change.field)?);
                Some(view)
            })
            .collect();
        if !changes.is_empty() {
            step.push("memory", changes);
        }
        if let Some((reach, place)) = row.reach.as_ref().and_then(|r| Some((r, place(r.field)?))) {
            let who = acting(row).map_or_else(String::new, |lane| self.names.of(lane));
            step.push("reach", self.reach(reach, place, &who));
        }
        if !row.output.is_empty() {
            step.push("output", Json::array(row.output.iter().map(written)));
        }
    }

    fn reach(&self, reach: &Reach, place: usize, who: &str) -> Json {
        let field = &self.memory.fields()[reach.field];
        let (access, verb) = match reach.access {
            Access::Read => ("read", "lee"),
            Access::Write => ("write", "escribe"),
            Access::Update => ("update", "lee y escribe de una vez"),
        };
        Json::object([
            ("place", place.into()),
            ("access", access.into()),
            ("text", format!("aquí {verb} el {who}").into()),
            ("start", reach.start.saturating_sub(field.start).into()),
            ("end", reach.end.saturating_sub(field.start).into()),
        ])
    }
}

/// Lo que se ha escrito, sin nada que no se pueda enseñar.
fn written((fd, bytes): &(i32, Vec<u8>)) -> Json {
    let mut text = output_lines(bytes, usize::MAX).join("\n");
    if bytes.ends_with(b"\n") {
        text.push('\n');
    }
    Json::object([("fd", (*fd).into()), ("text", text.into())])
}

/// Los procesos que ya no están como antes, y cómo están ahora.
fn status(before: &[State], row: &Row) -> Json {
    let changed = row.after.iter().enumerate().filter(|&(lane, state)| {
        before[lane] != *state || acts(row, lane).is_some_and(|cell| cell.mark == Mark::Wait)
    });
    Json::array(changed.map(|(lane, &state)| {
        let (name, text) = match state {
            State::Unborn => ("unborn", "aún no existe".to_string()),
            State::Running => ("running", "tiene el turno".to_string()),
            State::Paused => ("paused", "podría seguir, pero no le toca".to_string()),
            State::Waiting => (
                "waiting",
                acts(row, lane).map_or_else(|| "espera".to_string(), |cell| cell.text.clone()),
            ),
            State::Ended => ("ended", "ha terminado".to_string()),
        };
        Json::object([
            ("lane", lane.into()),
            ("state", name.into()),
            ("text", text.into()),
        ])
    }))
}

/// El proceso que actúa en una fila.
fn acting(row: &Row) -> Option<usize> {
    match &row.kind {
        RowKind::Step(cells) => cells.first().map(|cell| cell.lane),
        RowKind::Switch { .. } | RowKind::Hidden(_) => None,
    }
}

/// Lo que hace un proceso en una fila.
fn acts(row: &Row, lane: usize) -> Option<&Cell> {
    match &row.kind {
        RowKind::Step(cells) => cells.iter().find(|cell| cell.lane == lane),
        RowKind::Switch { .. } | RowKind::Hidden(_) => None,
    }
}

fn step(row: &Row) -> Json {
    match &row.kind {
        RowKind::Step(cells) => {
            let cells = cells.iter().map(|cell| {
                Json::object([
                    ("lane", cell.lane.into()),
                    ("mark", mark(cell.mark).into()),
                    ("text", cell.text.clone().into()),
                ])
            });
            Json::object([("kind", "step".into()), ("cells", Json::array(cells))])
        }
        RowKind::Switch {
            from,
            to,
            preempted,
        } => Json::object([
            ("kind", "switch".into()),
            ("from", (*from).into()),
            ("to", (*to).into()),
            ("preempted", (*preempted).into()),
        ]),
        RowKind::Hidden(count) => {
            Json::object([("kind", "hidden".into()), ("count", (*count).into())])
        }
    }
}

fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Step => "step",
        Mark::Wait => "wait",
        Mark::Wake => "wake",
        Mark::End => "end",
        Mark::Fault => "fault",
    }
}

/// Como mucho [`MAX_STEPS`] filas. Las que sobran se juntan en una, que conserva
/// todo lo que cambiaron: después de ella, la memoria y la salida son las de verdad.
fn fold(mut rows: Vec<Row>) -> Vec<Row> {
    if rows.len() <= MAX_STEPS {
        return rows;
    }
    let head = MAX_STEPS / 3;
    let tail = rows.split_off(rows.len() - (MAX_STEPS - head));
    let hidden = rows.split_off(head);
    let mut folded = Row::quiet(RowKind::Hidden(hidden.len()), Vec::new());
    for row in hidden {
        folded.states = row.states;
        folded.after = row.after;
        for change in row.changes {
            match folded.changes.iter_mut().find(|c| c.field == change.field) {
                Some(known) => known.after = change.after,
                None => folded.changes.push(change),
            }
        }
        folded.output.extend(row.output);
    }
    rows.push(folded);
    rows.extend(tail);
    rows
}
