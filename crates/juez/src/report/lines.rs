//! El informe para programas que lo siguen mientras se hace: una línea de JSON por
//! noticia.
//!
//! La primera anuncia las comprobaciones (`start`), luego llega cada una según se
//! hace (`check`), y la última es el veredicto entero (`verdict`), el mismo objeto
//! que da [`super::json`]. Lo que cuenta es siempre la última: si falta, no hay
//! veredicto.

use std::io::{self, Write};

use explorador::json::Json;

use super::json;
use crate::step::Step;
use crate::verdict::{CheckVerdict, Verdict};

/// Se van a hacer estas comprobaciones, en este orden.
pub fn start(step: &Step, checks: &[(&str, &str, u32)]) -> Json {
    Json::object([
        ("event", "start".into()),
        ("step", step.name.into()),
        ("title", step.title.into()),
        ("checks", json::announced(checks)),
    ])
}

/// Se ha hecho una.
pub fn check(check: &CheckVerdict) -> Json {
    Json::object([("event", "check".into()), ("check", json::check(check))])
}

/// Están todas.
pub fn verdict(verdict: &Verdict) -> Json {
    Json::object([
        ("event", "verdict".into()),
        ("verdict", json::object(verdict)),
    ])
}

/// Escribe una noticia, y que salga ya.
///
/// # Errores
/// Si quien escuchaba se ha ido.
pub fn say(output: &mut dyn Write, news: &Json) -> io::Result<()> {
    writeln!(output, "{news}")?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::failure::Failure;

    #[test]
    fn the_last_line_holds_the_same_object_as_the_json_report() {
        let done = |id, result| CheckVerdict {
            id,
            title: "Título",
            weight: 5,
            result,
            seen: crate::Seen::default(),
            duration: Duration::ZERO,
        };
        let failed = Failure::expected("uno\ndos").happened("«tres»");
        let whole = Verdict {
            step: "paso1",
            title: "Asignar",
            checks: vec![done("a", Ok(())), done("b", Err(failed))],
            filtered_out: 0,
            gaps: Vec::new(),
            advice: Vec::new(),
            duration: Duration::ZERO,
        };
        let mut output = Vec::new();

        for one in &whole.checks {
            say(&mut output, &check(one)).unwrap();
        }
        say(&mut output, &verdict(&whole)).unwrap();

        let text = String::from_utf8(output).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with(r#"{"event":"check","check":{"id":"a""#));
        let same = json::render(&whole);
        assert_eq!(
            lines[2],
            format!(r#"{{"event":"verdict","verdict":{same}}}"#)
        );
    }
}
