//! El informe de la revisión, para quien mantiene el curso.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::compare::Discrepancy;
use super::variant::Kind;

const WIDTH: usize = 80;

/// Una discrepancia, dónde está y cómo verla.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// El archivo en cuestión.
    pub place: PathBuf,
    /// Qué se esperaba y qué ocurrió.
    pub discrepancy: Discrepancy,
    /// La orden que lo enseña, si hace falta una.
    pub command: Option<String>,
}

impl Finding {
    /// Una discrepancia que se ve abriendo `place`.
    pub fn at(place: &Path, discrepancy: Discrepancy) -> Self {
        Self {
            place: place.to_owned(),
            discrepancy,
            command: None,
        }
    }
}

/// De cuántas variantes de una clase se ha visto que salen como deben.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub good: usize,
    pub total: usize,
}

/// Lo que resultó de la revisión.
#[derive(Debug, Default)]
pub struct Report {
    pub root: PathBuf,
    pub solutions: Tally,
    pub stubs: Tally,
    pub mistakes: Tally,
    pub alternatives: Tally,
    pub findings: Vec<Finding>,
    /// Pasos cuya solución se corrigió sin recorrer todos los órdenes posibles.
    pub not_exhaustive: Vec<String>,
    pub elapsed: Duration,
}

impl Report {
    /// Apunta una variante juzgada.
    pub fn record(&mut self, kind: Kind, good: bool) {
        let tally = match kind {
            Kind::Solution => &mut self.solutions,
            Kind::Stub => &mut self.stubs,
            Kind::Mistake => &mut self.mistakes,
            Kind::Alternative => &mut self.alternatives,
        };
        tally.total += 1;
        tally.good += usize::from(good);
    }

    /// Si algo se ha quedado sin revisar por culpa de una herramienta.
    pub fn incomplete(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.discrepancy.unjudged)
    }

    fn summary(&self) -> String {
        [
            (self.solutions, "solución superada", "soluciones superadas"),
            (
                self.stubs,
                "esqueleto sin resolver",
                "esqueletos sin resolver",
            ),
            (
                self.mistakes,
                "respuesta equivocada cazada",
                "respuestas equivocadas cazadas",
            ),
            (
                self.alternatives,
                "alternativa aceptada",
                "alternativas aceptadas",
            ),
        ]
        .map(|(tally, one, many)| phrase(tally, one, many))
        .join(" · ")
    }
}

/// «6 soluciones superadas», o «5 de 6 soluciones superadas» si no salen todas.
fn phrase(tally: Tally, one: &str, many: &str) -> String {
    let name = if tally.total == 1 { one } else { many };
    if tally.good == tally.total {
        format!("{} {name}", tally.good)
    } else {
        format!("{} de {} {name}", tally.good, tally.total)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", textwrap::fill(&self.summary(), WIDTH))?;
        for finding in &self.findings {
            write!(f, "\n{}", describe(finding, &self.root))?;
        }
        for step in &self.not_exhaustive {
            writeln!(
                f,
                "\nAviso: el juez de {step} no ha podido recorrer todos los órdenes posibles."
            )?;
        }
        let found = match self.findings.len() {
            0 => "Ninguna discrepancia".into(),
            1 => "1 discrepancia".into(),
            many => format!("{many} discrepancias"),
        };
        writeln!(f, "\n{found} ({:.1} s).", self.elapsed.as_secs_f64())
    }
}

fn describe(finding: &Finding, root: &Path) -> String {
    let place = finding.place.strip_prefix(root).unwrap_or(&finding.place);
    let mut text = format!("{}\n", place.display());
    text += &labelled("Se esperaba: ", &finding.discrepancy.expected);
    text += &labelled("Ocurrió:     ", &finding.discrepancy.happened);
    if let Some(command) = &finding.command {
        // Sin partir: es para copiarla.
        text += &format!("  Para verlo:  {command}\n");
    }
    text
}

/// Un párrafo con su etiqueta delante y el resto alineado debajo.
fn labelled(label: &str, text: &str) -> String {
    let first = format!("  {label}");
    let rest = " ".repeat(first.chars().count());
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let wrap = |line: &str, start: &str| {
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(start)
            .subsequent_indent(&rest)
            .break_words(false);
        textwrap::fill(line.trim_end(), options) + "\n"
    };
    let mut out = wrap(lines.next().unwrap_or("(nada)").trim_start(), &first);
    for line in lines {
        out += &wrap(line, &rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn si_todo_sale_bien_se_cuenta_en_una_frase() {
        let mut report = Report::default();
        report.record(Kind::Solution, true);
        report.record(Kind::Stub, true);
        report.record(Kind::Mistake, true);
        report.record(Kind::Mistake, true);

        let text = report.to_string();

        assert!(text.contains("1 solución superada · 1 esqueleto sin resolver"));
        assert!(
            text.replace('\n', " ")
                .contains("2 respuestas equivocadas cazadas")
        );
        assert!(text.contains("Ninguna discrepancia"));
    }

    #[test]
    fn cada_discrepancia_dice_donde_que_y_como_verla() {
        let mut report = Report {
            root: "/curso".into(),
            ..Report::default()
        };
        report.record(Kind::Mistake, false);
        report.findings.push(Finding {
            command: Some("cargo run -- revisar --ver x.rs".into()),
            ..Finding::at(
                Path::new("/curso/solutions/paso1/equivocadas/x.rs"),
                Discrepancy::new("que no superara «uno»", "la supera"),
            )
        });

        let text = report.to_string();

        assert!(
            text.replace('\n', " ")
                .contains("0 de 1 respuesta equivocada cazada"),
            "{text}"
        );
        assert!(
            text.contains(
                "\nsolutions/paso1/equivocadas/x.rs\n  \
                 Se esperaba: que no superara «uno»\n  \
                 Ocurrió:     la supera\n  \
                 Para verlo:  cargo run -- revisar --ver x.rs\n"
            ),
            "{text}"
        );
        assert!(text.contains("1 discrepancia ("));
    }

    #[test]
    fn el_informe_cabe_en_ochenta_columnas() {
        let long = "palabra ".repeat(40);
        let finding = Finding::at(Path::new("x.rs"), Discrepancy::new(&long, &long));

        let text = describe(&finding, Path::new("/"));

        assert!(
            text.lines().all(|line| line.chars().count() <= WIDTH),
            "{text}"
        );
    }
}
