//! Un problema en el archivo de la tarea, contado a quien lo escribió.

use std::fmt;
use std::ops::Range;

/// Un problema: dónde está, qué pasa y qué valdría.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// El archivo, como se llama para quien lo escribió.
    pub file: String,
    /// La línea, contando desde 1.
    pub line: usize,
    /// La columna, en caracteres y contando desde 1.
    pub column: usize,
    /// Qué pasa.
    pub message: String,
    /// Qué valdría.
    pub help: String,
    /// La línea entera, y cuántos caracteres de ella se señalan.
    excerpt: (String, usize),
}

impl std::error::Error for Problem {}

/// El texto de la tarea, para señalar en él.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Text<'_> {
    /// Un problema en los bytes `span`.
    pub fn problem(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        let start = boundary(self.text, span.start);
        let end = boundary(self.text, span.end.max(start));
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |at| start + at);
        let marked = self.text[start..end.clamp(start, line_end)].chars().count();
        Problem {
            file: self.file.to_owned(),
            line: self.text[..start].matches('\n').count() + 1,
            column: self.text[line_start..start].chars().count() + 1,
            message: message.into(),
            help: help.into(),
            excerpt: (
                self.text[line_start..line_end].trim_end().to_owned(),
                marked.max(1),
            ),
        }
    }

    /// El problema de un archivo que ni siquiera es TOML.
    pub fn syntax(&self, error: &toml::de::Error) -> Problem {
        let (message, help) = in_spanish(error.message());
        self.problem(error.span().unwrap_or(0..0), message, help)
    }
}

/// El principio del carácter en el que cae el byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// Los errores que más se cometen al escribir TOML a mano.
fn in_spanish(original: &str) -> (String, String) {
    const QUOTES: &str = "Los textos y las fechas van entre comillas: titulo = \"Semana 3\".";
    const KNOWN: [(&str, &str, &str); 8] = [
        (
            "duplicate key",
            "esta clave ya está más arriba",
            "Deja solo una de las dos.",
        ),
        (
            "string values must be quoted",
            "a este valor le faltan las comillas",
            QUOTES,
        ),
        ("invalid basic string", "este texto no se cierra", QUOTES),
        (
            "missing assignment",
            "falta el signo = entre la clave y su valor",
            "Por ejemplo: paso3 = 1",
        ),
        (
            "key with no value",
            "falta el signo = y el valor de esta clave",
            "Por ejemplo: paso3 = 1",
        ),
        (
            "missing value",
            "falta el valor de esta clave",
            "Por ejemplo: paso3 = 1",
        ),
        (
            "unclosed table",
            "a esta sección le falta el corchete de cierre",
            "Por ejemplo: [pasos]",
        ),
        (
            "invalid unquoted key",
            "esta clave lleva letras que necesitan comillas",
            "Por ejemplo: \"ana@uni.es\" = \"2026-03-20\"",
        ),
    ];
    let known = KNOWN.iter().find(|known| original.contains(known.0));
    known.map_or_else(
        || {
            (
                format!("aquí el archivo deja de ser TOML ({original})"),
                format!("Cada línea es clave = valor, o una [sección]. {QUOTES}"),
            )
        },
        |&(_, message, help)| (message.to_owned(), help.to_owned()),
    )
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            message,
            help,
            excerpt: (text, marked),
        } = self;
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let indent = " ".repeat(column - 1);
        let carets = "^".repeat(*marked);
        writeln!(f, "{file}, línea {line}: {message}")?;
        writeln!(f, "  {number} | {text}")?;
        writeln!(f, "  {margin} | {indent}{carets}")?;
        write!(f, "  {help}")
    }
}
