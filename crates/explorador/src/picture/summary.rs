//! Un informe entero en una tabla: qué finales hay y en cuántos planes.

use std::time::Duration;

use crate::label::signal_name;
use crate::outcome::{Exit, Outcome, Report, Verdict};

use super::caption::is_wrong;
use super::fit::{cut, pad, width, wrap};
use super::output_lines;

/// Columnas de la tabla.
const WIDTH: usize = 80;

/// Los finales de una exploración, uno por línea, con lo que se probó y lo que
/// quedó por probar. Cabe en 80 columnas y acaba en salto de línea.
pub fn summary(report: &Report) -> String {
    let mut lines = wrap(&explored(report), WIDTH);
    lines.extend(wrap(&coverage(report), WIDTH));
    lines.push(String::new());
    lines.extend(table(report));
    lines.join("\n") + "\n"
}

pub(super) fn explored(report: &Report) -> String {
    let mut plans = plural(report.completed(), "plan probado", "planes probados");
    if report.abandoned > 0 {
        let half = plural(report.abandoned, "dejado", "dejados");
        plans = format!("{plans}, y {half} a medias,");
    }
    let endings = match report.outcomes.len() {
        0 => "ningún final".to_string(),
        1 => "un solo final".to_string(),
        n => format!("{n} finales distintos"),
    };
    format!("{plans} en {}: {endings}.", duration(report.elapsed))
}

/// «3 de 6 planes».
pub(super) fn share(count: usize, schedules: usize) -> String {
    format!("{count} de {}", plural(schedules, "plan", "planes"))
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn duration(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "menos de 1 ms".to_string(),
        ms @ 1..1000 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()).replace('.', ","),
    }
}

/// Qué parte de lo posible se vio.
pub(super) fn coverage(report: &Report) -> String {
    let bound = report.preemption_bound.map(|bound| match bound {
        0 => "sin quitarle a nadie el turno".to_string(),
        n => format!(
            "en los que se quita el turno {} como mucho",
            plural(n, "vez", "veces")
        ),
    });
    match (report.stopped_by, report.exhaustive, bound) {
        (Some(limit), ..) => format!(
            "La búsqueda se paró antes de acabar: {}. Puede haber más finales.",
            limit.describe()
        ),
        (None, true, _) => "Se vieron todos los finales posibles.".to_string(),
        (None, false, bound) if !report.gaps.is_empty() => {
            let bound = bound.map_or_else(String::new, |bound| format!(" {bound}"));
            let reasons: Vec<&str> = report.gaps.iter().map(|gap| gap.describe()).collect();
            format!(
                "No se probaron todos los órdenes{bound}: {}. Puede haber más finales.",
                reasons.join("; ")
            )
        }
        (None, false, Some(bound)) => {
            format!("Se probaron todos los órdenes {bound}; con más puede haber otros finales.")
        }
        (None, false, None) => "No se probaron todos los órdenes.".to_string(),
    }
}

fn table(report: &Report) -> Vec<String> {
    let counts: Vec<String> = report
        .outcomes
        .iter()
        .map(|outcome| format!("{} de {}", outcome.count, report.completed()))
        .collect();
    let endings: Vec<String> = report.outcomes.iter().map(ending).collect();
    let column = |texts: &[String]| texts.iter().map(|text| width(text)).max().unwrap_or(0);
    let (count_width, ending_width) = (column(&counts), column(&endings).min(WIDTH / 2));
    let number_width = report.outcomes.len().to_string().len();
    report
        .outcomes
        .iter()
        .zip(counts.iter().zip(&endings))
        .enumerate()
        .map(|(at, (outcome, (count, ending)))| {
            let number = format!("{:>number_width$}", at + 1);
            let count = format!("{}{count}", " ".repeat(count_width - width(count)));
            let ending = pad(&cut(ending, ending_width), ending_width);
            let line = format!(" {number})  {count}  {ending}  {}", shown(outcome));
            cut(line.trim_end(), WIDTH)
        })
        .collect()
}

/// Cómo acaba, en pocas palabras; con ✗ si está mal.
pub(super) fn ending(outcome: &Outcome) -> String {
    let word = match (outcome.verdict, outcome.exit) {
        (Verdict::Deadlock, _) => "interbloqueo".to_string(),
        (Verdict::Livelock, _) => "giro sin fin".to_string(),
        (Verdict::Timeout, _) | (Verdict::Ok, Exit::Unfinished) => "no termina".to_string(),
        (Verdict::Crash, Exit::Signal(signal)) => format!("cae ({})", signal_name(signal)),
        (Verdict::Crash, _) => "cae un proceso".to_string(),
        (Verdict::Ok, Exit::Code(0)) => "termina".to_string(),
        (Verdict::Ok, Exit::Code(code)) => format!("termina (código {code})"),
        (Verdict::Ok, Exit::Signal(signal)) => format!("muere ({})", signal_name(signal)),
    };
    let mut words = vec![word];
    let mut add = |count: usize, text: &str| {
        if count > 0 {
            words.push(text.to_string());
        }
    };
    if outcome.verdict == Verdict::Ok {
        add(outcome.refused_signals, "señal impedida");
        add(outcome.zombies, "zombi");
        add(outcome.children_left, "hijo suelto");
        add(outcome.leaked_mappings, "sin munmap");
        add(outcome.leaked_descriptors, "descriptor abierto");
    }
    let sign = if is_wrong(outcome) { "✗ " } else { "" };
    format!("{sign}{}", words.join(", "))
}

/// Lo que el programa mostró, en una línea.
pub(super) fn shown(outcome: &Outcome) -> String {
    let lines = output_lines(&outcome.stdout, 1);
    match lines.as_slice() {
        [] => "no muestra nada".to_string(),
        [only] => format!("«{only}»"),
        [first, ..] => format!("«{first}» …"),
    }
}
