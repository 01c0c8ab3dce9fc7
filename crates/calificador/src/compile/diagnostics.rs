//! Lo que dice `rustc` en su JSON, contado para quien entrega.

use std::path::Path;

use serde::Deserialize;

use crate::model::CompileProblem;

/// Errores que se cuentan; los demás suelen venir de los primeros.
const MOST: usize = 20;
/// Bytes de cada uno.
const LONGEST: usize = 8 * 1024;

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    #[serde(default)]
    message: String,
    code: Option<Code>,
    #[serde(default)]
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: u32,
    is_primary: bool,
}

/// Los errores que hay en lo que dijo `rustc`; `file` es el archivo de la entrega.
pub fn problems(said: &[u8], file: &Path) -> Vec<CompileProblem> {
    String::from_utf8_lossy(said)
        .lines()
        .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok())
        .filter(|diagnostic| diagnostic.level.starts_with("error"))
        // El recuento final no es otro error.
        .filter(|diagnostic| !diagnostic.message.starts_with("aborting due to"))
        .take(MOST)
        .map(|diagnostic| problem(diagnostic, file))
        .collect()
}

fn problem(diagnostic: Diagnostic, file: &Path) -> CompileProblem {
    let code = diagnostic.code.map(|code| code.code);
    let text = diagnostic.rendered.unwrap_or(diagnostic.message);
    let line = diagnostic
        .spans
        .iter()
        .find(|span| span.is_primary && Path::new(&span.file_name) == file)
        .map(|span| span.line_start);
    let explanation = castellano::rustc::explain(code.as_deref(), &text)
        .map(|known| format!("{}: {}", known.title, known.text));
    CompileProblem {
        error_code: code,
        line,
        explanation,
        text: bounded(text.trim_end()),
    }
}

fn bounded(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = (0..=LONGEST).rev().find(|&at| text.is_char_boundary(at));
    format!("{}\n[…]", &text[..end.unwrap_or(0)])
}
