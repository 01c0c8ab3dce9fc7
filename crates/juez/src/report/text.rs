//! El informe para personas, en 80 columnas y con color solo si hay terminal.

use std::io::{self, IsTerminal, Write};

use super::wrap::{WIDTH, wrap};
use crate::failure::{Failure, FailureKind};
use crate::step::Step;
use crate::verdict::{CheckVerdict, Verdict};

/// Escribe el informe por la salida estándar. Si no se puede escribir, no hay a
/// quién decírselo: el código de salida sigue diciendo el veredicto.
pub fn print(step: &Step, verdict: &Verdict) {
    let color = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let _ = io::stdout().write_all(render(step, verdict, color).as_bytes());
}

/// El informe entero.
pub fn render(step: &Step, verdict: &Verdict, color: bool) -> String {
    let page = Page { color };
    let mut text = format!("\n{}\n\n", page.bold(&heading(step)));
    for check in &verdict.checks {
        text += &page.line(check);
    }
    let mut told: Vec<(&CheckVerdict, &Failure)> = Vec::new();
    for check in &verdict.checks {
        let Err(failure) = &check.result else {
            continue;
        };
        if let Some((earlier, _)) = told.iter().find(|(_, said)| said.same_story(failure)) {
            text += &page.same_as(check, earlier);
        } else {
            text += &page.story(step, check, failure);
            told.push((check, failure));
        }
    }
    text + &page.summary(step, verdict)
}

fn heading(step: &Step) -> String {
    match step.name.strip_prefix("paso") {
        Some(number) => format!("Paso {number} · {}", step.title),
        None => step.title.to_owned(),
    }
}

struct Page {
    color: bool,
}

impl Page {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.color {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn mark(&self, check: &CheckVerdict) -> String {
        match &check.result {
            Ok(()) => self.paint("32", "✓"),
            Err(failure) if failure.kind == FailureKind::Tool => self.paint("33", "?"),
            Err(_) => self.paint("31", "✗"),
        }
    }

    /// Una comprobación en una línea: marca, nombre, frase y puntos.
    fn line(&self, check: &CheckVerdict) -> String {
        let points = format!("{}/{}", check.points(), check.weight);
        let room = WIDTH - 2 - 2 - 15 - 1 - points.len();
        let mut title = wrap(check.title, room).into_iter();
        let first = title.next().unwrap_or_default();
        let mark = self.mark(check);
        let mut text = format!("  {mark} {:<15}{first:<room$} {points}\n", check.id);
        for rest in title {
            text += &format!("{:19}{rest}\n", "");
        }
        text
    }

    /// Un fallo, en sus cuatro partes.
    fn story(&self, step: &Step, check: &CheckVerdict, failure: &Failure) -> String {
        let title = format!(
            "{} {}: {}",
            self.mark(check),
            self.bold(check.id),
            check.title
        );
        let mut text = format!("\n{}\n{title}\n", "─".repeat(WIDTH));
        text += &self.part("Qué se esperaba", &failure.expected);
        text += &self.part("Qué ocurrió", &failure.happened);
        if let Some(picture) = &failure.picture {
            text += &format!("\n{}\n", picture.text);
        }
        text += &self.part("Causa probable", &failure.cause);
        let book = match failure.kind {
            FailureKind::Program => format!("{}#{}", step.chapter_in_course(), failure.section),
            FailureKind::Tool => "book/problemas.md".to_owned(),
        };
        text += &self.part(
            "Siguiente paso",
            &format!("{}\nLéelo en {book}", failure.next),
        );
        if let Some(replay) = &failure.replay {
            text += &format!("  {}\n    {replay}\n", self.bold("Para repetirlo"));
        }
        text
    }

    fn part(&self, title: &str, body: &str) -> String {
        let mut text = format!("  {}\n", self.bold(title));
        for line in wrap(body, WIDTH - 4) {
            text += &format!("    {line}\n");
        }
        text
    }

    fn same_as(&self, check: &CheckVerdict, earlier: &CheckVerdict) -> String {
        format!(
            "\n{} {}: lo mismo que en «{}».\n",
            self.mark(check),
            check.id,
            earlier.id
        )
    }

    fn summary(&self, step: &Step, verdict: &Verdict) -> String {
        let (points, max) = (verdict.points(), verdict.max_points());
        let (failed, unchecked) = (verdict.failed(), verdict.unchecked());
        let passed = verdict.checks.len() - failed - unchecked;
        let mut text = format!("\n{}\n", "─".repeat(WIDTH));
        text += &self.bold(&format!("Resultado: {points} de {max} puntos"));
        text += &format!(" · {passed} bien, {failed} mal");
        if unchecked > 0 {
            text += &format!(", {unchecked} sin comprobar");
        }
        if verdict.filtered_out > 0 {
            text += &format!(", {} sin hacer por el filtro", verdict.filtered_out);
        }
        text += "\n";
        if !verdict.exhaustive() {
            let title = "Veredicto no exhaustivo";
            let why = verdict.gaps.join("; ");
            let lines = wrap(&format!("{title}: {why}."), WIDTH).join("\n");
            text += &lines.replacen(title, &self.paint("33", title), 1);
            text += "\n";
        }
        for advice in &verdict.advice {
            let advice = wrap(&format!("Consejo: {advice}"), WIDTH).join("\n");
            text += &format!("{advice}\n");
        }
        text + &next_words(step, verdict)
    }
}

fn next_words(step: &Step, verdict: &Verdict) -> String {
    if verdict.unchecked() > 0 {
        return "El juez no ha podido terminar su trabajo: esto no es una nota.\n".into();
    }
    if verdict.failed() > 0 {
        return format!(
            "Ahora: arregla lo primero que falla, en {}, y repite:\n  cargo test -p {}\n",
            step.editable(),
            step.name
        );
    }
    if verdict.filtered_out > 0 || verdict.checks.is_empty() {
        return String::new();
    }
    "¡Paso superado!\n".into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::failure::{Failure, Picture};

    fn step() -> Step {
        Step {
            name: "paso1",
            title: "Asignar",
            chapter: "../../book/paso1.md",
            folder: concat!(env!("CARGO_MANIFEST_DIR"), "/../../exercises/paso1"),
            program: "target/debug/paso1",
            reference: "referencia1",
        }
    }

    fn check(id: &'static str, result: crate::CheckResult) -> CheckVerdict {
        CheckVerdict {
            id,
            title: "La región es compartida, anónima y de los dos procesos por igual",
            weight: 3,
            result,
            seen: crate::Seen::default(),
            duration: Duration::ZERO,
        }
    }

    fn verdict(checks: Vec<CheckVerdict>) -> Verdict {
        Verdict {
            step: "paso1",
            title: "Asignar",
            checks,
            filtered_out: 0,
            gaps: Vec::new(),
            advice: Vec::new(),
            duration: Duration::ZERO,
        }
    }

    #[test]
    fn un_consejo_se_da_aunque_todo_este_bien() {
        let mut fine = verdict(vec![check("compartida", Ok(()))]);
        assert!(!render(&step(), &fine, false).contains("Consejo"));

        fine.advice = vec!["Cede el procesador."];

        let text = render(&step(), &fine, false);
        assert!(
            text.contains("Consejo: Cede el procesador.\n¡Paso superado!"),
            "{text}"
        );
    }

    fn private() -> Failure {
        Failure::expected("Una región compartida y anónima.")
            .happened("La región es privada: sus permisos son `rw-p`.\n  dijo: «hola»")
            .cause("Con MAP_PRIVATE cada proceso tiene su copia.")
            .next("Cambia el indicador.")
            .picture(
                Picture {
                    text: "  padre │ hijo".into(),
                    svg: "<svg/>".into(),
                },
                "cargo run -- explorar --plan a3b2 -- paso1",
            )
    }

    #[test]
    fn a_failure_is_told_once_in_four_parts_and_within_eighty_columns() {
        let checks = vec![
            check("permisos", Ok(())),
            check("compartida", Err(private())),
            check("hijo", Err(private())),
        ];

        let text = render(&step(), &verdict(checks), false);

        assert_eq!(text, include_str!("esperado/fallo.txt"));
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(WIDTH), "{widest:?}");
    }

    #[test]
    fn a_passed_step_is_celebrated() {
        let text = render(&step(), &verdict(vec![check("permisos", Ok(()))]), false);

        assert_eq!(text, include_str!("esperado/superado.txt"));
    }

    #[test]
    fn a_broken_judge_is_never_a_mark() {
        let checks = vec![check("permisos", Err(Failure::tool("No hay disco.")))];

        let verdict = verdict(checks);

        assert_eq!(verdict.exit_code(), 3);
        assert!(render(&step(), &verdict, false).contains("esto no es una nota"));
    }
}
