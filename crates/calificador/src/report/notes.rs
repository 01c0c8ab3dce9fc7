//! El comentario de una nota, en texto: lo que cabe en la casilla de un aula virtual.
//!
//! No es el informe entero (ese es la página): dice la nota, de dónde sale y, de cada
//! fallo, qué ocurrió y qué hacer.

use std::fmt::Write as _;

use super::caveat::{self, Caveat};
use super::student::grouped_failures;
use super::{Class, StudentReport};
use crate::model::{Code, Grade};
use castellano::visible::{cut, one_line, visible};

/// Letras de cada parte de un fallo: una casilla no es sitio para más.
const MAX_PART: usize = 600;

/// Un párrafo del comentario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// El título de un paso.
    Heading(String),
    /// Texto seguido.
    Text(String),
    /// Un fallo: su título y lo que hay que decir de él, línea a línea.
    Failure(String, Vec<String>),
}

/// Todo el comentario en texto corrido.
pub fn notes(class: &Class, report: &StudentReport) -> String {
    let mut text = String::new();
    for paragraph in paragraphs(class, report) {
        match paragraph {
            Paragraph::Heading(title) => {
                let _ = writeln!(text, "\n{title}");
            }
            Paragraph::Text(line) => {
                let _ = writeln!(text, "{line}");
            }
            Paragraph::Failure(title, lines) => {
                let _ = writeln!(text, "  ✗ {title}");
                for line in lines.iter().flat_map(|line| line.lines()) {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
    }
    text.trim().to_owned()
}

/// El comentario, por párrafos.
pub fn paragraphs(class: &Class, report: &StudentReport) -> Vec<Paragraph> {
    let assignment = class.assignment;
    let mut all = vec![Paragraph::Text(format!(
        "Nota: {}",
        report.headline(assignment)
    ))];
    all.extend(report.late_line(assignment).map(Paragraph::Text));
    let caveats: Vec<Caveat> = caveat::for_class(class.manifest, class.partial)
        .into_iter()
        .chain(caveat::for_student(report))
        .collect();
    all.extend(
        caveats
            .iter()
            .map(|caveat| Paragraph::Text(caveat.meaning().to_owned())),
    );
    let notices = report.entry.notices.iter();
    for notice in notices.filter(|notice| !notice.kind.is_for_the_teacher()) {
        all.push(Paragraph::Text(cut(&one_line(&notice.text), MAX_PART)));
    }
    for mark in &report.mark.steps {
        let grade = report.grades.get(&mark.step);
        let extra = if mark.extra { " (reto)" } else { "" };
        let title = class.course.full_title(&mark.step);
        let code = mark.code.map_or("por calificar", Code::name);
        let points = match mark.code {
            Some(code) if code.is_verdict() && mark.max_points > 0 => {
                format!(", {} de {} puntos", mark.points, mark.max_points)
            }
            _ => String::new(),
        };
        all.push(Paragraph::Heading(format!(
            "{title}{extra}: {code}{points}"
        )));
        if let Some(grade) = grade {
            all.extend(of_step(grade));
        }
    }
    all
}

fn of_step(grade: &Grade) -> Vec<Paragraph> {
    let reason = grade
        .reason
        .iter()
        .map(|reason| Paragraph::Text(cut(&one_line(reason), MAX_PART)));
    let problems = grade.compile_problems.iter().map(|problem| {
        let line = problem
            .line
            .map_or(String::new(), |line| format!(" en la línea {line}"));
        let code = one_line(problem.error_code.as_deref().unwrap_or("error"));
        let told = problem.explanation.as_deref().unwrap_or(&problem.text);
        Paragraph::Failure(format!("{code}{line}"), vec![part("", told)])
    });
    let failed = grouped_failures(grade).into_iter().map(|failure| {
        let check = failure.check;
        let title = one_line(&format!("{}: {}", check.id, check.title));
        let mut lines = match &check.explanation {
            Some(story) => vec![
                part("Qué se esperaba: ", &story.expected),
                part("Qué ocurrió: ", &story.happened),
                part("Siguiente paso: ", &story.next),
            ],
            None => Vec::new(),
        };
        if !failure.also.is_empty() {
            let names: Vec<String> = failure.also.iter().map(|also| one_line(&also.id)).collect();
            lines.push(format!("Por lo mismo fallan: {}.", names.join(", ")));
        }
        lines.retain(|line| !line.is_empty());
        Paragraph::Failure(title, lines)
    });
    reason.chain(problems).chain(failed).collect()
}

fn part(label: &str, text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    format!("{label}{}", cut(&visible(text), MAX_PART))
}
