//! Cuando los carriles no caben en paralelo: una lista, con el nombre del
//! proceso delante de cada paso.

use crate::picture::fit::{cut, pad, width, wrap};
use crate::picture::story::{Cell, Mark, Row, RowKind, Story};

use super::canvas::{Ink, Line};
use super::glyph;

/// Dibuja todas las filas.
pub(super) fn draw(story: &Story, total: usize, lines: &mut Vec<Line>) {
    let longest = (0..story.lanes)
        .map(|lane| width(&story.names.of(lane)))
        .max()
        .unwrap_or(0);
    let names = longest.min(total / 3);
    for row in &story.rows {
        match &row.kind {
            RowKind::Step(cells) => step(story, row, cells, (names, total), lines),
            RowKind::Switch { from: None, .. } => {}
            RowKind::Switch {
                from: Some(from),
                to,
                preempted,
            } => {
                let to = story.names.of(*to);
                let text = if *preempted {
                    format!(
                        "→ sigue el {to}; el {} queda a medias",
                        story.names.of(*from)
                    )
                } else {
                    format!("→ sigue el {to}")
                };
                plain(&text, (names, total), lines);
            }
            RowKind::Hidden(count) => {
                plain(
                    &format!("⋮ {count} filas sin mostrar"),
                    (names, total),
                    lines,
                );
            }
        }
    }
}

fn step(
    story: &Story,
    row: &Row,
    cells: &[Cell],
    (names, total): (usize, usize),
    lines: &mut Vec<Line>,
) {
    for cell in cells {
        let fault = cell.mark == Mark::Fault;
        let ink = if fault {
            Ink::Fault
        } else {
            Ink::Lane(cell.lane)
        };
        for (at, text) in wrap(&cell.text, total - names - 3).iter().enumerate() {
            let mut line = Line::new();
            if at == 0 {
                let name = pad(&cut(&story.names.of(cell.lane), names), names);
                line.put(0, &name, ink);
                line.put(names + 1, &glyph(cell.mark).to_string(), ink);
            }
            line.put(names + 3, text, if fault { Ink::Fault } else { Ink::Plain });
            lines.push(line);
        }
    }
    for change in &row.changes {
        let place = change
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!("{place}: "));
        plain(&format!("= {place}{}", change.value), (names, total), lines);
    }
}

fn plain(text: &str, (names, total): (usize, usize), lines: &mut Vec<Line>) {
    for text in wrap(text, total - names - 3) {
        let mut line = Line::new();
        line.put(names + 3, &text, Ink::Dim);
        lines.push(line);
    }
}
