//! Cómo termina el programa: el código de salida y lo que lee una persona.

use std::error::Error;
use std::fmt;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use crate::terminal::{self, Page, note};

/// Lo que se pidió se hizo, pero el contenido del curso tiene errores.
const CONTENT: u8 = 1;
/// La orden no tiene sentido.
const MISUSE: u8 = 2;
/// Lo mismo que dice la consola cuando se pulsa Ctrl-C: 128 + SIGINT.
const INTERRUPTED: u8 = 130;
/// El taller no pudo hacer lo que se le pidió (disco, red, permisos…).
const TOOL: u8 = 3;

/// Un problema del curso, con el sitio donde se arregla.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// El fichero que hay que abrir, relativo a la raíz del curso.
    pub place: String,
    /// Qué le pasa y qué hacer.
    pub what: String,
}

impl Problem {
    /// Un problema en `place`.
    pub fn new(place: impl fmt::Display, what: impl Into<String>) -> Self {
        Self {
            place: place.to_string(),
            what: what.into(),
        }
    }
}

/// Todos los problemas que se encontraron de una vez.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Error si hay alguno.
    pub fn none_or_fail(mut found: Vec<Problem>) -> Result<(), Self> {
        found.sort();
        found.dedup();
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => write!(f, "hay un problema en el libro:")?,
            n => write!(f, "hay {n} problemas en el libro:")?,
        }
        for problem in &self.0 {
            write!(f, "\n  {}: {}", problem.place, problem.what)?;
        }
        Ok(())
    }
}

impl Error for Problems {}

/// Un final con su propio código, y con lo que haya que decir, si no está dicho ya.
#[derive(Debug)]
pub struct Ending {
    code: u8,
    sentence: String,
}

impl Ending {
    /// Todo lo que había que decir está en el informe.
    pub fn silent(code: i32) -> Self {
        Self {
            code: u8::try_from(code).unwrap_or(TOOL),
            sentence: String::new(),
        }
    }

    /// Se pidió algo que no tiene sentido.
    pub fn misuse(sentence: String) -> Self {
        Self {
            code: MISUSE,
            sentence,
        }
    }

    /// Alguien pidió parar.
    pub fn interrupted() -> Self {
        Self::stopped("interrumpido antes de terminar")
    }

    /// Alguien pidió parar, y hay que decir en qué queda lo hecho.
    pub fn stopped(sentence: &str) -> Self {
        Self {
            code: INTERRUPTED,
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Ending {}

/// Dice en la salida de errores lo que fue mal y elige el código de salida.
pub fn report(result: anyhow::Result<()>) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    if let Some(ending) = error.downcast_ref::<Ending>() {
        if !ending.sentence.is_empty() {
            say(&ending.to_string());
        }
        return ExitCode::from(ending.code);
    }
    say(&sentence(&error));
    let code = if error.chain().any(<dyn Error>::is::<Problems>) {
        CONTENT
    } else {
        TOOL
    };
    ExitCode::from(code)
}

/// Lo que fue mal, en la salida de errores: a lo ancho de la terminal si alguien la mira, y
/// en las líneas que sean si la lee un programa.
fn say(text: &str) {
    let width = io::stderr().is_terminal().then(|| Page::of_stdout().width);
    note!("{}", folded(&format!("Error: {text}"), width));
}

/// `text` sin partir palabras entre dos líneas de `width` columnas, si las hay.
fn folded(text: &str, width: Option<usize>) -> String {
    match width {
        Some(width) => terminal::lines(text, width).join("\n"),
        None => text.to_owned(),
    }
}

/// La cadena de causas en una sola frase, de lo general a lo concreto.
pub fn sentence(error: &anyhow::Error) -> String {
    let causes: Vec<String> = error.chain().map(cause).collect();
    causes.join(": ")
}

/// Una causa en español; las del sistema las cuenta [`castellano`].
fn cause(error: &(dyn Error + 'static)) -> String {
    match error.downcast_ref::<io::Error>() {
        Some(system) => castellano::errno::describe_io(system),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn en_una_terminal_las_palabras_no_se_parten_y_las_citas_conservan_su_sangria() {
        let text = "Error: repite la misma orden\n  2 | paso3 =";

        assert_eq!(
            folded(text, Some(20)),
            "Error: repite la\nmisma orden\n  2 | paso3 ="
        );
        assert_eq!(folded(text, None), text);
    }
}
