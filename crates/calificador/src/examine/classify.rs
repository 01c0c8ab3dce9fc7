//! De un veredicto del juez a un código: por qué falla lo que falla.

use std::path::Path;

use castellano::visible::visible;

use super::verdict::{CheckVerdict, Seen, Status, Verdict};
use crate::model::{Check, Code, Explanation, Grade};

/// Lo más largo que se guarda de un texto que puede traer letras de la entrega.
const LONGEST: usize = 16 * 1024;

/// El dibujo más grande que se guarda, en bytes. Los corrientes ocupan menos de 20 kB.
const LARGEST_PICTURE: usize = 256 * 1024;

/// El resultado, sin su duración. `most_processes` son los que caben en la caja.
pub fn grade(verdict: &Verdict, most_processes: u64) -> Grade {
    let checks: Vec<Check> = verdict.checks.iter().map(check).collect();
    let failed: Vec<&CheckVerdict> = verdict
        .checks
        .iter()
        .filter(|check| check.status != Status::Passed)
        .collect();
    let (code, reason) = code(&failed, most_processes);
    Grade {
        code,
        points: checks.iter().map(|check| check.points).sum(),
        max_points: checks.iter().map(|check| check.weight).sum(),
        checks,
        compile_problems: Vec::new(),
        reason,
        exhaustive: verdict.exhaustive,
        gaps: verdict.gaps.iter().map(|why| clean(why)).collect(),
        duration_ms: 0,
    }
}

fn check(told: &CheckVerdict) -> Check {
    let passed = told.status == Status::Passed;
    Check {
        id: told.id.clone(),
        title: told.title.clone(),
        passed,
        points: if passed { told.weight } else { 0 },
        weight: told.weight,
        explanation: told.message.as_ref().map(|message| Explanation {
            expected: clean(&message.expected),
            happened: clean(&message.happened),
            cause: clean(&message.cause),
            next: clean(&message.next),
            section: message.section.clone(),
            picture: message.picture.as_deref().map(clean),
            picture_svg: message
                .picture_svg
                .clone()
                .filter(|svg| svg.len() <= LARGEST_PICTURE),
            replay: message.replay.as_deref().map(clean),
        }),
    }
}

/// Donde los textos nombren `program`, que solo existe mientras se califica, pone el del
/// curso en casa de quien los lee: sus órdenes se pueden copiar y pegar, y un informe no
/// depende de en qué carpeta se hizo.
pub fn as_at_home(grade: &mut Grade, program: &Path, step: &str) {
    let (here, home) = (
        program.display().to_string(),
        format!("target/debug/{step}"),
    );
    let explained = grade
        .checks
        .iter_mut()
        .filter_map(|check| check.explanation.as_mut());
    for story in explained {
        let always = [
            &mut story.expected,
            &mut story.happened,
            &mut story.cause,
            &mut story.next,
        ];
        let sometimes = [
            &mut story.picture,
            &mut story.picture_svg,
            &mut story.replay,
        ];
        for text in always
            .into_iter()
            .chain(sometimes.into_iter().filter_map(Option::as_mut))
        {
            *text = text.replace(&here, &home);
        }
    }
}

/// El código de un trabajo que falla en `failed`, y por qué es ese.
///
/// Cuenta lo que se vio desde fuera al ejecutarlo sin más. Si hay órdenes en los que
/// acaba bien y órdenes en los que no, lo que le pasa es que depende del orden: eso
/// está mal, sin más, y el código no depende de qué orden tocó esta vez.
fn code(failed: &[&CheckVerdict], most_processes: u64) -> (Code, Option<String>) {
    let any = |test: &dyn Fn(&Seen) -> bool| failed.iter().any(|check| test(&check.seen));
    if failed.is_empty() {
        return (Code::Good, None);
    }
    if any(&|seen| seen.out_of_memory) {
        let reason = "El programa pide más memoria de la que hay para él.";
        return (Code::OutOfMemory, Some(reason.to_owned()));
    }
    // El portero y el que no llegó a nacer también cuentan para el límite.
    let full = usize::try_from(most_processes)
        .unwrap_or(usize::MAX)
        .saturating_sub(2);
    if any(&|seen| seen.processes >= full) {
        let reason = format!("El programa crea todos los procesos que caben ({most_processes}).");
        return (Code::TooManyProcesses, Some(reason));
    }
    if any(&|seen| seen.depends_on_order) {
        return (Code::Wrong, None);
    }
    if any(&|seen| seen.flood) {
        let reason = "El programa no deja de escribir, y hubo que pararlo.";
        return (Code::OutOfTime, Some(reason.to_owned()));
    }
    if any(&|seen| seen.deadline) {
        let reason = "El programa no termina, y hubo que pararlo.";
        return (Code::OutOfTime, Some(reason.to_owned()));
    }
    let signal = failed.iter().find_map(|check| check.seen.signals.first());
    if let Some(&number) = signal {
        let named = nix::sys::signal::Signal::try_from(number);
        let name = named.map_or(format!("la señal {number}"), |signal| {
            format!("{signal} ({})", castellano::signal::describe(signal))
        });
        return (Code::Killed, Some(format!("Al programa lo mata {name}.")));
    }
    (Code::Wrong, None)
}

/// Un texto que se pueda enseñar: acotado, y con lo invisible a la vista.
pub fn clean(text: &str) -> String {
    let shown = visible(text).replace('\t', "    ");
    if shown.len() <= LONGEST {
        return shown;
    }
    let fits = (0..=LONGEST).rev().find(|&at| shown.is_char_boundary(at));
    format!("{}\n[…]", &shown[..fits.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(seen: Seen) -> CheckVerdict {
        CheckVerdict {
            id: "uno".to_owned(),
            title: "Uno".to_owned(),
            status: Status::Failed,
            weight: 1,
            message: None,
            seen,
        }
    }

    fn code_of(seen: Seen) -> Code {
        code(&[&failing(seen)], 64).0
    }

    #[test]
    fn the_order_that_repeats_a_failure_works_at_home() {
        let replay = "cargo run -- explorar --plan b6 -- /tmp/x/caja/paso4 --bytes 8";
        let told = CheckVerdict {
            message: Some(super::super::verdict::Message {
                happened: "`/tmp/x/caja/paso4` no acabó".to_owned(),
                replay: Some(replay.to_owned()),
                ..Default::default()
            }),
            ..failing(Seen::default())
        };
        let mut grade = Grade {
            checks: vec![check(&told)],
            ..Grade::unjudged(Code::Wrong, 1, "")
        };

        as_at_home(&mut grade, Path::new("/tmp/x/caja/paso4"), "paso4");

        let story = grade.checks[0].explanation.as_ref().unwrap();
        assert_eq!(story.happened, "`target/debug/paso4` no acabó");
        assert_eq!(
            story.replay.as_deref(),
            Some("cargo run -- explorar --plan b6 -- target/debug/paso4 --bytes 8")
        );
    }

    #[test]
    fn the_code_says_what_was_seen_from_outside() {
        let signals = vec![11];

        assert_eq!(code(&[], 64).0, Code::Good);
        assert_eq!(code_of(Seen::default()), Code::Wrong);
        assert_eq!(
            code_of(Seen {
                signals,
                ..Seen::default()
            }),
            Code::Killed
        );
        assert_eq!(
            code_of(Seen {
                deadline: true,
                ..Seen::default()
            }),
            Code::OutOfTime
        );
        assert_eq!(
            code_of(Seen {
                flood: true,
                ..Seen::default()
            }),
            Code::OutOfTime
        );
        assert_eq!(
            code_of(Seen {
                processes: 63,
                ..Seen::default()
            }),
            Code::TooManyProcesses
        );
        assert_eq!(
            code_of(Seen {
                out_of_memory: true,
                ..Seen::default()
            }),
            Code::OutOfMemory
        );
    }

    #[test]
    fn what_only_hangs_in_some_orders_is_wrong_whatever_order_came_up() {
        let hung = Seen {
            deadline: true,
            depends_on_order: true,
            ..Seen::default()
        };
        let lucky = Seen {
            depends_on_order: true,
            ..Seen::default()
        };

        assert_eq!(code_of(hung), code_of(lucky));
        assert_eq!(
            code_of(Seen {
                depends_on_order: true,
                ..Seen::default()
            }),
            Code::Wrong
        );
    }

    #[test]
    fn a_text_that_can_be_shown_has_no_tricks() {
        assert_eq!(
            clean("a\u{1b}[31mb\r\n\tc\u{202e}d\u{61c}\u{200b}e"),
            "a␛[31mb\n    c⟨U+202E⟩d⟨U+061C⟩⟨U+200B⟩e"
        );
        assert!(clean(&"ñ".repeat(LONGEST)).len() <= LONGEST + 8);
    }
}
