//! Las filas del dibujo, de arriba abajo.

use std::fmt::Write as _;

use crate::picture::caption::{Caption, Tone};
use crate::picture::fit::is_plain;
use crate::picture::story::{Cell, Change, Mark, Row, RowKind, State, Story};

use super::layout::{CELL, INDENT, LEADING, Layout, PAD, wrap};
use super::text_width;
use super::xml::escape;

/// Un tramo de la línea de un carril que aún se está alargando.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    state: State,
    from: usize,
}

/// El dibujo según se compone, de arriba abajo.
pub(super) struct Drawing<'a> {
    layout: &'a Layout,
    /// Tres capas: las bandas detrás, las líneas de los carriles y lo demás.
    bands: String,
    tracks: String,
    body: String,
    /// Hasta dónde se ha llegado.
    y: usize,
    lines: Vec<Option<Stretch>>,
}

impl<'a> Drawing<'a> {
    pub fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            bands: String::new(),
            tracks: String::new(),
            body: String::new(),
            y: PAD,
            lines: vec![None; layout.lanes.len()],
        }
    }

    /// El dibujo y su altura.
    pub fn finish(mut self) -> (String, usize) {
        self.close_lines();
        (self.bands + &self.tracks + &self.body, self.y + PAD)
    }

    /// Qué pasa, en una frase.
    pub fn caption(&mut self, caption: &Caption) {
        let (sign, class) = match caption.tone {
            Tone::Wrong => ("✗ ", "tp-grave"),
            Tone::Notable => ("! ", "tp-fuerte"),
            Tone::Plain => ("", ""),
        };
        let text = format!("{sign}{}", caption.text);
        // La negrita ocupa algo más.
        for line in wrap(&text, (self.layout.width - 2 * PAD) * 10 / 11) {
            self.y += LEADING;
            self.text(PAD, self.y - 5, class, &line);
        }
        self.y += 10;
    }

    /// Los carriles y todas las filas.
    pub fn story(&mut self, story: &Story) {
        self.titles(story);
        for row in &story.rows {
            match &row.kind {
                RowKind::Step(cells) => self.step(story, row, cells),
                RowKind::Switch {
                    from: Some(from),
                    to,
                    preempted,
                } => {
                    self.switch(row, *from, *to, *preempted);
                }
                RowKind::Switch { from: None, .. } => {}
                RowKind::Hidden(count) => {
                    self.grow_lines(row, LEADING + 6);
                    let text = format!("⋮ {count} filas sin mostrar");
                    self.text(self.layout.texts[0], self.y - 8, "tp-nota", &text);
                }
            }
        }
        self.close_lines();
    }

    /// Lo que el programa mostró.
    pub fn output(&mut self, lines: &[String]) {
        self.y += 12 + LEADING;
        let title = if lines.is_empty() {
            "El programa no mostró nada."
        } else {
            "El programa mostró:"
        };
        self.text(PAD, self.y - 5, "tp-fuerte", title);
        for line in lines {
            let pieces = wrap(line, self.layout.width - 3 * PAD);
            for piece in pieces.iter().take(3) {
                self.y += LEADING;
                self.text(2 * PAD, self.y - 5, "tp-mono", piece);
            }
        }
    }

    fn titles(&mut self, story: &Story) {
        if self.layout.list {
            self.y += 4;
            return;
        }
        self.y += LEADING;
        for lane in 0..story.lanes {
            let x = self.layout.lanes[lane] - 6;
            self.text(x, self.y - 4, "tp-fuerte", &story.names.of(lane));
        }
        self.y += 6;
    }

    fn step(&mut self, story: &Story, row: &Row, cells: &[Cell]) {
        let texts: Vec<Vec<String>> = cells
            .iter()
            .map(|cell| wrap(&self.spoken(story, cell), self.room(cell)))
            .collect();
        // En lista, los textos van uno bajo otro; en carriles, cada uno en el suyo.
        let height: usize = if self.layout.list {
            texts.iter().map(Vec::len).sum()
        } else {
            texts.iter().map(Vec::len).max().unwrap_or(1)
        };
        let top = self.y;
        self.grow_lines(row, height * LEADING + 6);
        let mut line = 0;
        for (cell, text) in cells.iter().zip(&texts) {
            let at = top + line * LEADING;
            self.mark(cell, at + LEADING / 2 + 2);
            let class = if cell.mark == Mark::Fault {
                "tp-grave"
            } else {
                ""
            };
            for (number, piece) in text.iter().enumerate() {
                let baseline = at + number * LEADING + LEADING - 3;
                self.text(self.layout.texts[cell.lane], baseline, class, piece);
            }
            if self.layout.list {
                line += text.len();
            }
        }
        if cells
            .iter()
            .any(|cell| cell.mark == Mark::End || cell.mark == Mark::Fault)
        {
            self.end_lines(cells, top + LEADING / 2 + 2, row);
        }
        for change in &row.changes {
            self.memory(row, change);
        }
    }

    fn spoken(&self, story: &Story, cell: &Cell) -> String {
        if self.layout.list {
            format!("{}: {}", story.names.of(cell.lane), cell.text)
        } else {
            cell.text.clone()
        }
    }

    fn room(&self, cell: &Cell) -> usize {
        let bold = cell.mark == Mark::Fault;
        if bold {
            self.layout.text_width * 10 / 11
        } else {
            self.layout.text_width
        }
    }

    /// El signo de un paso: relleno, hueco, cuadrado o aspa, según lo que sea.
    fn mark(&mut self, cell: &Cell, y: usize) {
        let x = self.layout.lanes[cell.lane];
        let lane = lane_class(cell.lane);
        let _ = match cell.mark {
            Mark::Step => writeln!(
                self.body,
                "<circle class=\"{lane} tp-lleno\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"
            ),
            Mark::Wait => writeln!(
                self.body,
                "<circle class=\"{lane} tp-linea\" cx=\"{x}\" cy=\"{y}\" r=\"5\" stroke-width=\"2\"/>"
            ),
            Mark::Wake => Ok(()),
            Mark::End => writeln!(
                self.body,
                "<rect class=\"{lane} tp-lleno\" x=\"{}\" y=\"{}\" width=\"10\" height=\"10\"/>",
                x - 5,
                y - 5
            ),
            Mark::Fault => writeln!(
                self.body,
                "<path class=\"tp-fallo\" d=\"M{} {}l13 13m0 -13l-13 13\" stroke-width=\"3.5\"/>",
                x - 6,
                y - 6
            ),
        };
    }

    /// La memoria tras el paso: una celda por letra si es un texto corto.
    fn memory(&mut self, row: &Row, change: &Change) {
        let place = change.place.as_deref().unwrap_or("memoria común");
        let label = format!("{place}:");
        let (left, width) = self.band_span();
        let cells = width.saturating_sub(8) / CELL;
        let Some(letters) = change
            .letters
            .as_ref()
            .filter(|letters| letters.len() <= cells)
        else {
            for line in wrap(&format!("{label} {}", change.value), width - 8) {
                self.band(row, LEADING);
                self.text(left + 4, self.y - 5, "", &line);
            }
            self.y += 8;
            return;
        };
        self.band(row, LEADING);
        self.text(left + 4, self.y - 5, "tp-nota", &label);
        let after_label = left + text_width(&label);
        // Todas las veces en el mismo sitio, para que se vea llenarse.
        let count = change.room.clamp(letters.len().max(1), cells);
        let beside = after_label + CELL * count < left + width;
        if !beside {
            self.band(row, CELL + 7);
        }
        self.cells(if beside { after_label } else { left + 4 }, letters, count);
        self.y += 8;
    }

    fn cells(&mut self, start: usize, letters: &[(char, bool)], count: usize) {
        let top = self.y - CELL - 2;
        for place in 0..count {
            let x = start + place * CELL;
            let _ = writeln!(
                self.body,
                "<rect class=\"tp-celda\" x=\"{x}\" y=\"{top}\" width=\"{CELL}\" height=\"{}\"/>",
                CELL + 1
            );
            let (letter, class) = match letters.get(place) {
                Some(&(c, true)) => (c, "tp-mono tp-nueva"),
                Some(&(c, false)) => (c, "tp-mono"),
                None => continue,
            };
            let letter = if is_plain(letter) { letter } else { '·' };
            let _ = writeln!(
                self.body,
                "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                x + CELL / 2,
                top + CELL - 3,
                escape(&letter.to_string())
            );
        }
    }

    /// De dónde a dónde va una banda: de lado a lado, o junto a los carriles si
    /// estos van apretados.
    fn band_span(&self) -> (usize, usize) {
        let left = if self.layout.list {
            self.layout.texts[0] - 4
        } else {
            PAD
        };
        (left, self.layout.width - PAD - left)
    }

    /// Una banda en la que se escribe: los carriles pasan por detrás.
    fn band(&mut self, row: &Row, height: usize) {
        let (left, width) = self.band_span();
        let top = self.y;
        if self.layout.list {
            self.grow_lines(row, height);
        } else {
            self.close_lines();
            self.y += height;
        }
        let _ = writeln!(
            self.bands,
            "<rect class=\"tp-region\" opacity=\"0.14\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }

    /// La flecha del que deja de ejecutarse al que sigue.
    fn switch(&mut self, row: &Row, from: usize, to: usize, preempted: bool) {
        let top = self.y;
        let height = if preempted { 34 } else { 20 };
        self.grow_lines(row, height);
        let y = top + height - 9;
        let (source, target) = (self.layout.lanes[from], self.layout.lanes[to]);
        let (tip, back) = if source < target {
            (target - 5, target - 13)
        } else {
            (target + 5, target + 13)
        };
        let _ = writeln!(
            self.body,
            "<path class=\"tp-cambio\" d=\"M{source} {top}V{y}H{back}\" stroke-width=\"1.5\"/>\
             <path class=\"tp-punta\" d=\"M{tip} {y}L{back} {}V{}Z\"/>",
            y - 5,
            y + 5
        );
        if preempted {
            let x = if self.layout.list {
                self.layout.texts[0]
            } else {
                source.min(target) + INDENT
            };
            self.text(x, y - 6, "tp-nota", "queda a medias");
        }
    }

    fn text(&mut self, x: usize, y: usize, class: &str, text: &str) {
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\"{class} xml:space=\"preserve\">{}</text>",
            escape(text)
        );
    }

    /// Baja `height` y alarga la línea de cada carril según cómo está.
    fn grow_lines(&mut self, row: &Row, height: usize) {
        for (lane, &state) in row.states.iter().enumerate() {
            let known = self.lines[lane].map(|stretch| stretch.state);
            if known != Some(state) {
                self.close_line(lane, self.y);
                self.lines[lane] = Some(Stretch {
                    state,
                    from: self.y,
                });
            }
        }
        self.y += height;
    }

    /// La línea de quien termina acaba en su signo.
    fn end_lines(&mut self, cells: &[Cell], y: usize, row: &Row) {
        for cell in cells {
            let last = row.states[cell.lane];
            if cell.mark == Mark::End && last != State::Ended {
                self.close_line(cell.lane, y);
            }
        }
    }

    fn close_lines(&mut self) {
        for lane in 0..self.lines.len() {
            self.close_line(lane, self.y);
        }
    }

    fn close_line(&mut self, lane: usize, to: usize) {
        let Some(Stretch { state, from }) = self.lines[lane].take() else {
            return;
        };
        let stroke = match state {
            State::Unborn | State::Ended => return,
            State::Running => "stroke-width=\"4\"",
            State::Paused => "stroke-width=\"1.5\"",
            State::Waiting => "stroke-width=\"2\" stroke-dasharray=\"2 5\"",
        };
        if to <= from {
            return;
        }
        let x = self.layout.lanes[lane];
        let lane = lane_class(lane);
        let _ = writeln!(
            self.tracks,
            "<path class=\"{lane} tp-linea\" d=\"M{x} {from}V{to}\" {stroke}/>"
        );
    }
}

fn lane_class(lane: usize) -> &'static str {
    if lane == 0 { "tp-padre" } else { "tp-hijo" }
}
