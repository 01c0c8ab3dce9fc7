//! Lo que se escribe en una terminal: ancho, color y texto en columnas.

pub mod keys;
pub mod markdown;

use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal, Write, stdout};

use anyhow::{Context, Result};
use textwrap::{Options, WordSplitter, wrap};

use crate::grade::Status;

/// El ancho de todo lo que se enseña, si la terminal no es más estrecha.
const WIDTH: usize = 80;
/// Más estrecho no se puede leer: que corte la terminal por donde quiera.
const NARROWEST: usize = 40;

/// Dónde se escribe: qué ancho tiene y si admite color.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columnas.
    pub width: usize,
    /// Si se puede usar color y negrita.
    pub color: bool,
}

impl Page {
    /// La salida estándar.
    pub fn of_stdout() -> Self {
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            width: terminal.unwrap_or(WIDTH).clamp(NARROWEST, WIDTH),
            color: stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// `text` con el código de color `code`.
    pub fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// `text` en negrita.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// La marca de un resultado; se distingue también sin color.
    pub fn mark(self, status: Status) -> String {
        match status {
            Status::Passed => self.paint("32", "✓"),
            Status::Failed => self.paint("31", "✗"),
            Status::Error => self.paint("33", "?"),
        }
    }

    /// Una raya de lado a lado.
    pub fn rule(self) -> String {
        "─".repeat(self.width)
    }

    /// `text` a lo ancho de la página: `first` delante de la primera línea y `rest`
    /// delante de las demás.
    pub fn fill(self, text: &str, first: &str, rest: &str) -> String {
        let width =
            self.width
                .saturating_sub(textwrap::core::display_width(if first.len() > rest.len() {
                    first
                } else {
                    rest
                }));
        let mut lead = first;
        let mut filled = Vec::new();
        for line in lines(text, width) {
            filled.push(format!("{lead}{line}"));
            lead = rest;
        }
        filled.join("\n")
    }
}

/// Escribe `text` en la salida; que quien la lee se vaya antes no es un fallo.
///
/// # Errores
/// Si no se puede escribir.
pub fn print(text: &str) -> Result<()> {
    let mut output = stdout().lock();
    let written = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.context("no se puede escribir en la salida"),
    }
}

/// Como `println!`, para lo que se le dice a quien mira: si ya no mira nadie, no es un
/// fallo, ni menos un pánico. Lo que se pidió se escribe con [`print`].
macro_rules! say {
    ($($part:tt)*) => {
        $crate::terminal::tell(&mut std::io::stdout().lock(), format_args!($($part)*))
    };
}

/// Como `eprintln!`, con lo mismo que [`say!`].
macro_rules! note {
    ($($part:tt)*) => {
        $crate::terminal::tell(&mut std::io::stderr().lock(), format_args!($($part)*))
    };
}

pub(crate) use {note, say};

/// Una línea para quien mire.
pub fn tell(output: &mut impl Write, line: Arguments<'_>) {
    let _ = writeln!(output, "{line}");
}

/// `text` en líneas que caben en `width`. Las que empiezan por un espacio son
/// citas: se respetan, y si no caben se cortan por donde sea.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    text.lines()
        .flat_map(|line| wrap_line(line, width))
        .collect()
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation);
    if !line.starts_with(' ') {
        return wrap(line, options).into_iter().map(Into::into).collect();
    }
    // Una cita conserva sus espacios: se trata como una sola palabra muy larga.
    let solid = line.replace(' ', "\u{a0}");
    wrap(&solid, options)
        .into_iter()
        .map(|piece| piece.replace('\u{a0}', " "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page = Page {
        width: 20,
        color: false,
    };

    #[test]
    fn las_palabras_no_se_parten_y_las_citas_conservan_su_sangria() {
        let text = "El padre escribe y el hijo lee:\n  a  b";

        assert_eq!(
            PAGE.fill(text, "- ", "  "),
            "- El padre escribe y\n  el hijo lee:\n    a  b"
        );
    }
}
