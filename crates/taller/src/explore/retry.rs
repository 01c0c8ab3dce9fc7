//! La orden que repite un plan, lista para copiar en la consola.

use std::ffi::OsString;
use std::path::Path;

use explorador::ScheduleId;

/// Cómo llama a este programa quien llegó con `cargo run`.
const CARGO: &str = "cargo run --";

/// La orden completa, para quien usa este programa como lo está usando ahora.
pub fn command(plan: &ScheduleId, input: Option<&Path>, program: &[OsString]) -> String {
    written(this_command(), plan, input, program)
}

/// La orden completa, para quien está en la carpeta del curso.
pub fn from_cargo(plan: &ScheduleId, program: &[OsString]) -> String {
    written(CARGO, plan, None, program)
}

fn written(this: &str, plan: &ScheduleId, input: Option<&Path>, program: &[OsString]) -> String {
    let input = input.map_or_else(String::new, |file| {
        format!(" --entrada {}", quoted(&file.to_string_lossy()))
    });
    let program: Vec<String> = program
        .iter()
        .map(|part| quoted(&part.to_string_lossy()))
        .collect();
    format!(
        "{this} explorar --plan {}{input} -- {}",
        quoted(&plan.to_string()),
        program.join(" ")
    )
}

/// Cómo se llama a este programa: quien llegó con `cargo run`, así sigue.
fn this_command() -> &'static str {
    if std::env::var_os("CARGO").is_some() {
        CARGO
    } else {
        "taller"
    }
}

/// Entre comillas simples si la consola lo entendería de otra manera.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn la_consola_lo_lee_tal_cual() {
        assert_eq!(quoted("a3!b-1f2e"), "'a3!b-1f2e'");
        assert_eq!(quoted("./carrera"), "./carrera");
        assert_eq!(quoted("dos palabras"), "'dos palabras'");
        assert_eq!(quoted("l'eau"), "'l'\\''eau'");
        assert_eq!(quoted(""), "''");
    }
}
