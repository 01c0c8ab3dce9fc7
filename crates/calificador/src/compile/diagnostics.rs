//! Lo que dice `rustc` en su JSON, contado para quien entrega.

use std::path::Path;

use castellano::rustc::Explanation;
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
    let mut known = Vec::new();
    String::from_utf8_lossy(said)
        .lines()
        .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok())
        .filter(|diagnostic| diagnostic.level.starts_with("error"))
        // El recuento final no es otro error.
        .filter(|diagnostic| !diagnostic.message.starts_with("aborting due to"))
        .take(MOST)
        .map(|diagnostic| problem(diagnostic, file, &mut known))
        .collect()
}

/// Por qué no compila, en una frase. Los errores pueden estar todos en `program`, que la
/// entrega no trae: quien la hizo los busca en su archivo y no los encuentra.
pub fn reason(problems: &[CompileProblem], program: &Path) -> String {
    let count = castellano::plural(problems.len().max(1), "error", "errores");
    let found = format!("El compilador encuentra {count}.");
    let place = format!("--> {}:", program.display());
    let elsewhere =
        |problem: &CompileProblem| problem.line.is_none() && problem.text.contains(&place);
    if problems.is_empty() || !problems.iter().all(elsewhere) {
        return found;
    }
    format!(
        "Al archivo entregado le falta algo que usa el programa del paso: una función o un tipo, \
         o que su firma sea la del esqueleto. {found}"
    )
}

/// `known` son las explicaciones que ya se han dado: la segunda vez basta con nombrarlas.
fn problem(diagnostic: Diagnostic, file: &Path, known: &mut Vec<Explanation>) -> CompileProblem {
    let code = diagnostic.code.map(|code| code.code);
    let text = diagnostic.rendered.unwrap_or(diagnostic.message);
    let line = diagnostic
        .spans
        .iter()
        .find(|span| span.is_primary && Path::new(&span.file_name) == file)
        .map(|span| span.line_start);
    let explanation = castellano::rustc::explain(code.as_deref(), &text).map(|found| {
        if known.contains(&found) {
            return format!("{}: lo mismo que antes.", found.title);
        }
        known.push(found);
        format!("{}: {}", found.title, found.text)
    });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problem_at(line: Option<u32>, place: &str) -> CompileProblem {
        CompileProblem {
            error_code: Some("E0432".to_owned()),
            line,
            explanation: None,
            text: format!("error[E0432]: unresolved import\n  --> {place}:17:1"),
        }
    }

    #[test]
    fn lo_que_se_repite_se_explica_una_vez() {
        let missing = |name: &str| {
            let rendered = format!("error[E0425]: cannot find value `{name}` in this scope\\n");
            format!(
                r#"{{"level": "error", "message": "", "code": {{"code": "E0425"}},
                     "rendered": "{rendered}"}}"#
            )
            .replace('\n', "")
        };
        let said = [missing("a"), missing("b")].join("\n");

        let problems = problems(said.as_bytes(), Path::new("lib.rs"));

        let told: Vec<_> = problems
            .iter()
            .map(|problem| problem.explanation.as_deref().unwrap_or_default())
            .collect();
        assert_eq!(told.len(), 2);
        assert!(told[0].contains("Ese nombre no existe aquí"), "{told:?}");
        assert_eq!(told[1], "nombre que no existe: lo mismo que antes.");
    }

    #[test]
    fn si_todo_falla_en_el_programa_se_dice_que_falta_algo_en_lo_entregado() {
        let program = Path::new("exercises/paso4/src/main.rs");
        let outside = problem_at(None, "exercises/paso4/src/main.rs");
        let own = problem_at(Some(17), "exercises/paso4/src/lib.rs");

        let told = reason(&[outside.clone(), outside.clone()], program);
        assert!(
            told.starts_with("Al archivo entregado le falta algo"),
            "{told}"
        );
        assert!(
            told.ends_with("El compilador encuentra 2 errores."),
            "{told}"
        );
        assert_eq!(
            reason(&[outside, own], program),
            "El compilador encuentra 2 errores."
        );
        assert_eq!(reason(&[], program), "El compilador encuentra 1 error.");
    }
}
