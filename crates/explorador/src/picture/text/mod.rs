//! El dibujo para la terminal.

mod canvas;
mod columns;
mod lanes;
mod list;

use crate::outcome::Outcome;

use super::caption::{Tone, caption};
use super::fit::{cut, wrap};
use super::story::{Mark, Row, RowKind, Story};
use super::{Detail, output_lines};

use canvas::{Ink, Line};
use columns::Columns;

/// Por debajo de este ancho no se dibuja nada legible: se usa este.
const MIN_WIDTH: usize = 24;
/// Filas que se enseñan como mucho.
const MAX_ROWS: usize = 200;
/// Líneas de la salida del programa que se enseñan.
const MAX_OUTPUT: usize = 12;

/// Cómo se dibuja en la terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Columnas: ninguna línea es más larga. Menos de 24 se tratan como 24.
    pub width: usize,
    /// Con colores ANSI. Sin ellos se entiende lo mismo.
    pub color: bool,
    /// Cuánto se cuenta.
    pub detail: Detail,
}

impl Default for TextStyle {
    /// 80 columnas, sin color, lo esencial.
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            detail: Detail::Essential,
        }
    }
}

/// El dibujo de un plan como texto. Acaba en salto de línea.
pub fn text(outcome: &Outcome, style: &TextStyle) -> String {
    let width = style.width.max(MIN_WIDTH);
    let story = Story::new(outcome, style.detail, MAX_ROWS);
    let mut lines = heading(outcome, width);
    lines.push(Line::new());
    match Columns::choose(&story, width) {
        Some(columns) => lanes::draw(&story, &columns, &mut lines),
        None => list::draw(&story, width, &mut lines),
    }
    lines.push(Line::new());
    output(outcome, width, &mut lines);
    lines.push(Line::new());
    legend(&story, width, &mut lines);
    let mut drawing = String::new();
    for line in lines {
        drawing.push_str(&line.render(style.color));
        drawing.push('\n');
    }
    drawing
}

/// Qué pasa, en una frase.
fn heading(outcome: &Outcome, width: usize) -> Vec<Line> {
    let caption = caption(outcome);
    let (sign, ink) = match caption.tone {
        Tone::Wrong => ("✗ ", Ink::Fault),
        Tone::Notable => ("! ", Ink::Strong),
        Tone::Plain => ("", Ink::Plain),
    };
    wrap(&format!("{sign}{}", caption.text), width)
        .iter()
        .map(|line| Line::of(line, ink))
        .collect()
}

/// El signo con que se dibuja un paso.
fn glyph(mark: Mark) -> char {
    match mark {
        Mark::Step => '●',
        Mark::Wait => '○',
        Mark::Wake => '│',
        Mark::End => '■',
        Mark::Fault => '✗',
    }
}

/// Qué significa cada signo que se ha usado.
fn legend(story: &Story, width: usize, lines: &mut Vec<Line>) {
    let has = |wanted: Mark| {
        story.rows.iter().any(|row| match &row.kind {
            RowKind::Step(cells) => cells.iter().any(|cell| cell.mark == wanted),
            _ => false,
        })
    };
    let switch = |Row { kind, .. }: &Row| matches!(kind, RowKind::Switch { .. });
    let cut_short = |Row { kind, .. }: &Row| {
        matches!(
            kind,
            RowKind::Switch {
                preempted: true,
                ..
            }
        )
    };
    let mut signs = vec!["● paso"];
    if has(Mark::Wait) {
        signs.push("○ espera");
    }
    if has(Mark::End) {
        signs.push("■ termina");
    }
    if has(Mark::Fault) {
        signs.push("✗ fallo");
    }
    if story.rows.iter().any(switch) {
        signs.push("──→ sigue otro proceso");
    }
    if story.rows.iter().any(cut_short) {
        signs.push("a medias: el sistema le quita el turno");
    }
    let mut explained = Vec::new();
    let mut line = String::new();
    for sign in signs {
        let joined = if line.is_empty() {
            sign.to_owned()
        } else {
            format!("{line}   {sign}")
        };
        if super::fit::width(&joined) > width && !line.is_empty() {
            explained.push(std::mem::replace(&mut line, sign.to_owned()));
        } else {
            line = joined;
        }
    }
    explained.push(line);
    explained.extend(how_places_are_named(story));
    for piece in explained.iter().flat_map(|line| wrap(line, width)) {
        lines.push(Line::of(&piece, Ink::Dim));
    }
}

/// Qué quiere decir «A+36», si algún paso lo dice.
fn how_places_are_named(story: &Story) -> Option<String> {
    let (region, start) = story.rows.iter().find_map(|row| {
        let reach = row.reach.as_ref()?;
        let RowKind::Step(cells) = &row.kind else {
            return None;
        };
        let place = format!("{}+{}", reach.region, reach.start);
        let said = cells.iter().any(|cell| cell.text.contains(&place));
        said.then_some((reach.region, reach.start))
    })?;
    Some(if start == 0 {
        format!("{region}+0: el primer byte de la región {region}")
    } else {
        format!("{region}+{start}: el byte {start} de la región {region}; el primero es {region}+0")
    })
}

/// Lo que el programa mostró.
fn output(outcome: &Outcome, width: usize, lines: &mut Vec<Line>) {
    let shown = output_lines(&outcome.stdout, MAX_OUTPUT);
    if shown.is_empty() {
        lines.push(Line::of("El programa no mostró nada.", Ink::Strong).cut(width));
    } else {
        quoted("El programa mostró:", &shown, width, lines);
    }
    let errors = output_lines(&outcome.stderr, MAX_OUTPUT);
    if !errors.is_empty() {
        quoted("Y por la salida de error:", &errors, width, lines);
    }
}

fn quoted(title: &str, quoted: &[String], width: usize, lines: &mut Vec<Line>) {
    for piece in wrap(title, width) {
        lines.push(Line::of(&piece, Ink::Strong));
    }
    for line in quoted {
        lines.push(Line::of(&format!("  {}", cut(line, width - 2)), Ink::Plain));
    }
}
