//! Lo que se enseña de un informe, en cada formato.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use anyhow::Result;
use explorador::picture::{Detail, TextStyle, Tone, caption, summary, svg_with, text};
use explorador::{Outcome, Report};

use super::options::{Explorar, Format};
use super::retry;
use crate::terminal::{note, print};

/// Dibujos que se enseñan seguidos; los demás finales se piden con --plan.
const PICTURES: usize = 3;
/// El ancho de todo lo que se enseña, si la terminal no es más estrecha.
const WIDTH: usize = 80;

/// Enseña el informe en el formato pedido.
pub fn report(options: &Explorar, report: &Report) -> Result<()> {
    match options.formato {
        Format::Texto => print(&as_text(options, report)),
        Format::Json => print(&format!("{}\n", report.to_json())),
        Format::Svg => {
            let chosen = picks(report, 1)[0];
            let drawing = svg_with(&report.outcomes[chosen], detail(options));
            print(&drawing)?;
            if report.outcomes.len() > 1 {
                note!(
                    "{}\n{}",
                    summary(report),
                    others(options, report, &[chosen]).trim_end()
                );
            }
            Ok(())
        }
    }
}

fn detail(options: &Explorar) -> Detail {
    if options.detalle {
        Detail::Full
    } else {
        Detail::Essential
    }
}

fn as_text(options: &Explorar, report: &Report) -> String {
    let style = TextStyle {
        width: width(),
        color: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        detail: detail(options),
    };
    if options.plan.is_some() {
        return text(&report.outcomes[0], &style);
    }
    let chosen = picks(report, PICTURES);
    let mut shown = summary(report);
    for &place in &chosen {
        let outcome = &report.outcomes[place];
        let title = format!("── Final {} ", place + 1);
        let rule = "─".repeat(style.width.saturating_sub(title.chars().count()));
        let _ = write!(shown, "\n{title}{rule}\n\n{}", text(outcome, &style));
        let _ = write!(shown, "\nPara repetirlo:\n  {}\n", again(options, outcome));
    }
    let others = others(options, report, &chosen);
    if !others.is_empty() {
        let _ = write!(shown, "\n{others}");
    }
    shown
}

fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.unwrap_or(WIDTH).min(WIDTH)
}

fn again(options: &Explorar, outcome: &Outcome) -> String {
    retry::command(
        &outcome.schedule,
        options.entrada.as_deref(),
        &options.programa,
    )
}

/// Los finales que se dibujan: primero los que tienen algo que contar. Por
/// orden del informe.
fn picks(report: &Report, most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..report.outcomes.len()).collect();
    // Estable: a igual importancia, manda el orden del informe.
    places.sort_by_key(|&place| match caption(&report.outcomes[place]).tone {
        Tone::Wrong => 0,
        Tone::Notable => 1,
        Tone::Plain => 2,
    });
    places.truncate(most);
    places.sort_unstable();
    places
}

/// Cómo se ven los finales que no se han dibujado.
fn others(options: &Explorar, report: &Report, chosen: &[usize]) -> String {
    let mut lines = String::new();
    for (place, outcome) in report.outcomes.iter().enumerate() {
        if chosen.contains(&place) {
            continue;
        }
        if lines.is_empty() {
            lines.push_str("Para ver los demás finales:\n");
        }
        let _ = writeln!(lines, "  {})  {}", place + 1, again(options, outcome));
    }
    lines
}
