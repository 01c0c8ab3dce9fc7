//! Las medidas del dibujo. Las letras se ven a su tamaño: el ancho total está
//! pensado para que en un teléfono no haya que encogerlo apenas.

use crate::picture::fit::wrap_by;
use crate::picture::story::Story;

/// Tamaño de la letra.
pub(super) const FONT: usize = 15;
/// De una línea de texto a la siguiente.
pub(super) const LEADING: usize = 20;
/// Margen de todo el dibujo.
pub(super) const PAD: usize = 14;
/// De la línea de un carril al texto de sus pasos.
pub(super) const INDENT: usize = 14;
/// Lo que mide la celda de una letra de la memoria.
pub(super) const CELL: usize = 17;

/// Carriles que se dibujan con su texto al lado como mucho.
const MAX_COLUMNS: usize = 3;
/// Ancho del dibujo cuando los carriles van juntos y el texto a la derecha.
const LIST_WIDTH: usize = 440;
/// De un carril al siguiente cuando van juntos.
const LIST_STEP: usize = 18;
/// Carriles juntos que caben; los demás comparten el último sitio.
const LIST_LANES: usize = 12;

/// Dónde va cada cosa.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub width: usize,
    /// La línea de cada carril.
    pub lanes: Vec<usize>,
    /// Dónde empieza el texto de cada carril, y cuánto mide.
    pub texts: Vec<usize>,
    pub text_width: usize,
    /// Los carriles van juntos: el texto tiene que decir de quién es.
    pub list: bool,
}

impl Layout {
    /// Las medidas para este plan.
    pub fn choose(story: &Story) -> Self {
        let lanes = story.lanes.max(1);
        if lanes > MAX_COLUMNS {
            let line = |lane: usize| PAD + 6 + LIST_STEP * lane.min(LIST_LANES - 1);
            let start = line(lanes - 1) + INDENT;
            return Self {
                width: LIST_WIDTH.max(start + 250),
                lanes: (0..lanes).map(line).collect(),
                texts: vec![start; lanes],
                text_width: LIST_WIDTH.max(start + 250) - start - PAD,
                list: true,
            };
        }
        let column = match lanes {
            1 => 400,
            2 => 212,
            _ => 164,
        };
        let line = |lane: usize| PAD + 6 + column * lane;
        Self {
            width: 2 * PAD + column * lanes,
            lanes: (0..lanes).map(line).collect(),
            texts: (0..lanes).map(|lane| line(lane) + INDENT).collect(),
            text_width: column - INDENT - 8,
            list: false,
        }
    }
}

/// Parte un texto en líneas que caben en `width`, con la letra del dibujo.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_by(text, width * 100 / FONT, letter_width)
}

/// Lo que mide una letra, como mucho, en centésimas del tamaño de la letra: no
/// se sabe con qué tipo se verá.
pub(super) fn letter_width(c: char) -> usize {
    match c {
        ' ' | 'i' | 'j' | 'l' | 'I' | 'J' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 34,
        'r' | 't' | 'f' | '(' | ')' | '[' | ']' | '-' | '/' => 42,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | '"' => 58,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 100,
        'A'..='Z' | '+' | '=' | '<' | '>' | '~' | '→' | '#' => 84,
        c if c.is_ascii() => 64,
        '\u{a1}'..='\u{24f}' => 64,
        '\u{300}'..='\u{36f}' => 0,
        _ => 110,
    }
}
