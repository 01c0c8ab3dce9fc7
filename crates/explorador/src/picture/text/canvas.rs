//! Una línea de terminal en la que se escribe por columnas.

use crate::picture::fit::char_width;

/// Con qué se escribe, si hay color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Strong,
    Dim,
    Fault,
    Lane(usize),
}

/// Los colores de los carriles: cian, magenta, amarillo, verde, azul.
const LANE_COLORS: [&str; 5] = ["36", "35", "33", "32", "34"];

impl Ink {
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Dim => Some("2"),
            Self::Fault => Some("1;31"),
            Self::Lane(lane) => Some(LANE_COLORS[lane % LANE_COLORS.len()]),
        }
    }
}

/// Una columna: lo que se ve en ella (nada, si la ocupa el carácter anterior).
#[derive(Debug, Clone)]
struct Slot {
    shown: String,
    ink: Ink,
}

/// Una línea en la que se escribe por columnas.
#[derive(Debug, Clone, Default)]
pub(super) struct Line(Vec<Slot>);

impl Line {
    pub fn new() -> Self {
        Self::default()
    }

    /// Una línea con este texto desde la primera columna.
    pub fn of(text: &str, ink: Ink) -> Self {
        let mut line = Self::new();
        line.put(0, text, ink);
        line
    }

    /// Escribe `text` desde la columna `column`, encima de lo que hubiera.
    pub fn put(&mut self, column: usize, text: &str, ink: Ink) {
        let mut at = column;
        for c in text.chars() {
            let size = char_width(c);
            if size == 0 {
                if let Some(slot) = at.checked_sub(1).and_then(|last| self.0.get_mut(last)) {
                    slot.shown.push(c);
                }
                continue;
            }
            self.reserve(at + size);
            self.0[at] = Slot {
                shown: c.to_string(),
                ink,
            };
            for slot in &mut self.0[at + 1..at + size] {
                slot.shown.clear();
            }
            at += size;
        }
    }

    /// La línea sin lo que pasa de `width` columnas.
    pub fn cut(mut self, width: usize) -> Self {
        self.0.truncate(width);
        self
    }

    fn reserve(&mut self, columns: usize) {
        let blank = Slot {
            shown: " ".to_string(),
            ink: Ink::Plain,
        };
        if self.0.len() < columns {
            self.0.resize(columns, blank);
        }
    }

    /// El texto de la línea, sin espacios al final.
    pub fn render(&self, color: bool) -> String {
        let end = self
            .0
            .iter()
            .rposition(|slot| slot.shown.trim() != "")
            .map_or(0, |last| last + 1);
        let mut text = String::new();
        let mut current = None;
        for slot in &self.0[..end] {
            let wanted = slot.ink.code().filter(|_| color);
            if wanted != current {
                if current.is_some() {
                    text.push_str("\x1b[0m");
                }
                if let Some(code) = wanted {
                    text.push_str(&format!("\x1b[{code}m"));
                }
                current = wanted;
            }
            text.push_str(&slot.shown);
        }
        if current.is_some() {
            text.push_str("\x1b[0m");
        }
        text
    }
}
