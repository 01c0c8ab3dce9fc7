//! Los carriles en paralelo.

use crate::picture::fit::{cut, width, wrap};
use crate::picture::story::{Cell, Change, Mark, Row, RowKind, State, Story};

use super::canvas::{Ink, Line};
use super::columns::{Columns, MEMORY_TITLE};
use super::glyph;

/// Dibuja todas las filas.
pub(super) fn draw(story: &Story, columns: &Columns, lines: &mut Vec<Line>) {
    lines.push(titles(story, columns));
    for row in &story.rows {
        match &row.kind {
            RowKind::Step(cells) => step(row, cells, columns, lines),
            RowKind::Switch {
                from,
                to,
                preempted,
            } => {
                if let Some(from) = from {
                    lines.push(switch(row, (*from, *to), *preempted, columns));
                }
            }
            RowKind::Hidden(count) => {
                let mut line = Line::new();
                line.put(
                    columns.starts[0],
                    &format!("⋮ {count} filas sin mostrar"),
                    Ink::Dim,
                );
                lines.push(line);
            }
        }
    }
}

fn titles(story: &Story, columns: &Columns) -> Line {
    let mut line = Line::new();
    for (lane, &start) in columns.starts.iter().enumerate() {
        line.put(
            start,
            &cut(&story.names.of(lane), columns.lane),
            Ink::Strong,
        );
    }
    if let Some((start, room)) = columns.memory {
        line.put(start, &cut(MEMORY_TITLE, room), Ink::Strong);
    }
    line
}

/// La barra de un carril según cómo está su proceso.
fn bar(state: State) -> Option<char> {
    match state {
        State::Unborn | State::Ended => None,
        State::Running => Some('┃'),
        State::Paused => Some('│'),
        State::Waiting => Some('┊'),
    }
}

/// Una línea con las barras de todos los carriles.
fn bars(row: &Row, columns: &Columns) -> Line {
    let mut line = Line::new();
    for (lane, (&state, &start)) in row.states.iter().zip(&columns.starts).enumerate() {
        if let Some(bar) = bar(state) {
            line.put(start, &bar.to_string(), Ink::Lane(lane));
        }
    }
    line
}

fn step(row: &Row, cells: &[Cell], columns: &Columns, lines: &mut Vec<Line>) {
    let texts: Vec<Vec<String>> = cells
        .iter()
        .map(|cell| wrap(&cell.text, columns.lane - 2))
        .collect();
    let memory = memory_lines(&row.changes, columns);
    let height = texts
        .iter()
        .map(Vec::len)
        .chain([memory.len()])
        .max()
        .unwrap_or(1);
    for at in 0..height {
        let mut line = bars(row, columns);
        for (cell, text) in cells.iter().zip(&texts) {
            let start = columns.starts[cell.lane];
            let fault = cell.mark == Mark::Fault;
            if at == 0 {
                let ink = if fault {
                    Ink::Fault
                } else {
                    Ink::Lane(cell.lane)
                };
                line.put(start, &glyph(cell.mark).to_string(), ink);
            } else if cell.mark == Mark::End || row.states[cell.lane] == State::Ended {
                line.put(start, " ", Ink::Plain);
            }
            if let Some(text) = text.get(at) {
                line.put(start + 2, text, if fault { Ink::Fault } else { Ink::Plain });
            }
        }
        if let (Some(text), Some((start, _))) = (memory.get(at), columns.memory) {
            line.put(start, text, Ink::Plain);
        }
        lines.push(line);
    }
    if columns.memory.is_none() {
        changes_in_lane(row, cells, columns, lines);
    }
}

fn described(change: &Change) -> String {
    match &change.place {
        Some(place) => format!("{place}: {}", change.value),
        None => change.value.clone(),
    }
}

fn memory_lines(changes: &[Change], columns: &Columns) -> Vec<String> {
    let Some((_, room)) = columns.memory else {
        return Vec::new();
    };
    changes
        .iter()
        .flat_map(|change| wrap(&described(change), room))
        .collect()
}

/// Sin columna para la memoria, lo que queda en ella se dice bajo el paso.
fn changes_in_lane(row: &Row, cells: &[Cell], columns: &Columns, lines: &mut Vec<Line>) {
    let Some(actor) = cells.first() else { return };
    for change in &row.changes {
        for text in wrap(&format!("= {}", described(change)), columns.lane - 2) {
            let mut line = bars(row, columns);
            line.put(columns.starts[actor.lane] + 2, &text, Ink::Dim);
            lines.push(line);
        }
    }
}

/// La flecha del que deja de ejecutarse al que sigue.
fn switch(row: &Row, (from, to): (usize, usize), preempted: bool, columns: &Columns) -> Line {
    let mut line = bars(row, columns);
    let (source, target) = (columns.starts[from], columns.starts[to]);
    let (left, right) = (source.min(target), source.max(target));
    let note = if preempted { " a medias " } else { "" };
    let room = right - left - 1;
    let dashes = (room - 1).saturating_sub(width(note));
    let (before, after) = ("─".repeat(dashes / 2), "─".repeat(dashes - dashes / 2));
    let arrow = if source < target {
        format!("╰{before}{note}{after}→")
    } else {
        format!("←{before}{note}{after}╯")
    };
    let start = if source < target { left } else { left + 1 };
    line.put(start, &arrow, Ink::Dim);
    line.put(target, "┃", Ink::Lane(to));
    line
}
