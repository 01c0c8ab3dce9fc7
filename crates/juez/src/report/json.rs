//! El informe para programas: un objeto JSON en una línea.

use explorador::json::Json;

use crate::failure::{Failure, FailureKind, Picture};
use crate::seen::Seen;
use crate::step::Step;
use crate::verdict::{CheckVerdict, Verdict};

/// El veredicto: paso, comprobaciones, puntos, las partes de cada mensaje y lo
/// que se tardó.
pub fn render(verdict: &Verdict) -> String {
    object(verdict).to_string()
}

/// El veredicto, como valor.
pub(super) fn object(verdict: &Verdict) -> Json {
    Json::object([
        ("step", verdict.step.into()),
        ("title", verdict.title.into()),
        ("points", verdict.points().into()),
        ("max_points", verdict.max_points().into()),
        ("exhaustive", verdict.exhaustive().into()),
        ("gaps", Json::array(verdict.gaps.iter().cloned())),
        ("advice", Json::array(verdict.advice.iter().copied())),
        ("duration_ms", millis(verdict.duration)),
        ("checks", Json::array(verdict.checks.iter().map(check))),
    ])
}

/// Las comprobaciones de un paso y lo que vale cada una, sin hacerlas.
pub fn render_list(step: &Step, checks: &[(&str, &str, u32)]) -> String {
    Json::object([
        ("step", step.name.into()),
        ("title", step.title.into()),
        ("chapter", step.chapter_in_course().into()),
        ("checks", announced(checks)),
    ])
    .to_string()
}

/// Unas comprobaciones que aún no se han hecho.
pub(super) fn announced(checks: &[(&str, &str, u32)]) -> Json {
    Json::array(checks.iter().map(|&(id, title, weight)| {
        Json::object([
            ("id", id.into()),
            ("title", title.into()),
            ("weight", weight.into()),
        ])
    }))
}

/// Una comprobación hecha.
pub(super) fn check(check: &CheckVerdict) -> Json {
    let status = match &check.result {
        Ok(()) => "passed",
        Err(failure) if failure.kind == FailureKind::Tool => "error",
        Err(_) => "failed",
    };
    Json::object([
        ("id", check.id.into()),
        ("title", check.title.into()),
        ("status", status.into()),
        ("points", check.points().into()),
        ("weight", check.weight.into()),
        ("duration_ms", millis(check.duration)),
        ("seen", seen(&check.seen)),
        (
            "message",
            check.result.as_ref().err().map_or(Json::Null, message),
        ),
    ])
}

fn seen(seen: &Seen) -> Json {
    let signals = seen
        .signals
        .iter()
        .map(|&signal| Json::from(i64::from(signal)));
    Json::object([
        ("deadline", seen.deadline.into()),
        ("flood", seen.flood.into()),
        ("signals", Json::array(signals)),
        ("processes", seen.processes.into()),
        ("out_of_memory", seen.out_of_memory.into()),
        ("depends_on_order", seen.depends_on_order.into()),
    ])
}

fn message(failure: &Failure) -> Json {
    let optional = |text: Option<&String>| text.cloned().map_or(Json::Null, Json::from);
    let picture = |form: fn(&Picture) -> &String| optional(failure.picture.as_ref().map(form));
    Json::object([
        ("expected", failure.expected.as_str().into()),
        ("happened", failure.happened.as_str().into()),
        ("cause", failure.cause.as_str().into()),
        ("next", failure.next.as_str().into()),
        (
            "line",
            failure
                .line
                .map_or(Json::Null, |line| i64::from(line).into()),
        ),
        ("section", failure.section.into()),
        ("picture", picture(|picture| &picture.text)),
        ("picture_svg", picture(|picture| &picture.svg)),
        ("replay", optional(failure.replay.as_ref())),
    ])
}

fn millis(duration: std::time::Duration) -> Json {
    // Décimas de milisegundo: más cifras serían ruido.
    Json::Float((duration.as_secs_f64() * 10_000.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_goes_for_terminals_and_for_pages() {
        let failure = Failure::expected("x").picture(
            Picture {
                text: "padre │ hijo".into(),
                svg: "<svg/>".into(),
            },
            "cargo run -- explorar",
        );

        let json = message(&failure).to_string();

        assert!(
            json.contains(r#""picture":"padre │ hijo","picture_svg":"<svg/>""#),
            "{json}"
        );
        let without = message(&Failure::expected("x")).to_string();
        assert!(
            without.contains(r#""picture":null,"picture_svg":null"#),
            "{without}"
        );
    }
}
