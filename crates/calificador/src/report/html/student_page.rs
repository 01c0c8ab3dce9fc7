//! La página de una persona.

use maud::{Markup, html};

use super::shared::{badge, caveats, footer, page, sentence, shown};
use super::step;
use crate::assignment::{MarkStatus, plain, spanish_date, spanish_moment};
use crate::model::{Notice, NoticeKind};
use crate::report::student::grouped_failures;
use crate::report::{Class, StudentReport, caveat};

/// La página.
pub fn student_page(class: &Class, report: &StudentReport) -> Vec<u8> {
    let assignment = class.assignment;
    let name = &report.entry.student.name;
    let mut about = caveat::for_class(class.manifest, class.partial);
    about.extend(caveat::for_student(report));
    let body = html! {
        header class="cabeza" {
            div {
                p class="tarea" { (shown(&assignment.title)) }
                h1 { (shown(name)) }
                (delivery(class, report))
            }
            (mark(class, report))
        }
        main {
            (caveats(&about))
            @if let Some(late) = report.late_line(assignment) {
                p class="aviso" { strong { "Plazo. " } (late) }
            }
            (notices(&report.entry.notices))
            @if report.mark.status == MarkStatus::NotSubmitted {
                p { (nothing(&report.entry.notices)) " Si crees que es un error, habla con quien te da clase." }
            } @else {
                (summary(class, report))
                @for mark in &report.mark.steps {
                    (step::section(class, mark, report.grades.get(&mark.step)))
                }
            }
        }
        (footer())
    };
    page(&format!("{name} · {}", assignment.title), &body)
}

fn delivery(class: &Class, report: &StudentReport) -> Markup {
    let zone = &class.assignment.zone;
    let due = class.assignment.due_for(report.entry);
    let submitted = report.entry.submitted_at.map(|at| match due {
        Some(_) => spanish_date(at, zone),
        // Sin plazo no se ha dicho la zona: la hora es la que traía la hoja, sea la que sea.
        None => spanish_moment(at, zone),
    });
    html! {
        p class="datos" {
            @if let Some(at) = submitted { "Entregado el " (at) ". " }
            @if let Some(due) = due { "El plazo acababa el " (spanish_date(due, zone)) ". " }
            @if let Some(group) = &report.entry.student.group { (shown(group)) "." }
        }
    }
}

fn mark(class: &Class, report: &StudentReport) -> Markup {
    let assignment = class.assignment;
    let text = match report.mark.status {
        MarkStatus::Graded => None,
        MarkStatus::NotSubmitted => Some("No entregado"),
        MarkStatus::TooLate => Some("Fuera de plazo"),
        MarkStatus::ByHand => Some("Se revisa a mano"),
        MarkStatus::Pending => Some("Por calificar"),
    };
    html! {
        @match report.mark.value {
            Some(value) => {
                @let passes = assignment.scale.passes(value);
                div class=(if passes { "nota aprobada" } else { "nota" }) {
                    p class="cifra" { (assignment.point.write(value)) }
                    p class="escala" { "escala " (assignment.scale.range()) }
                    p class="estado" { (text.unwrap_or(if passes { "Aprobado" } else { "No llega al aprobado" })) }
                }
            }
            None => div class="nota sin" {
                p class="cifra" { "Sin nota" }
                p class="estado" { (text.unwrap_or("")) }
            },
        }
    }
}

fn notices(notices: &[Notice]) -> Markup {
    // Que llegó tarde ya se dice aparte, con lo que cuesta; y lo que falta, en su paso. Lo
    // que la hoja no cuadre es cosa del docente.
    let elsewhere = |notice: &&Notice| {
        matches!(notice.kind, NoticeKind::Late | NoticeKind::Missing)
            || notice.kind.is_for_the_teacher()
    };
    let told: Vec<&Notice> = notices.iter().filter(|notice| !elsewhere(notice)).collect();
    html! {
        @if !told.is_empty() {
            section class="avisos" aria-labelledby="avisos" {
                h2 id="avisos" { "De lo que entregaste" }
                ul { @for notice in told { li { (sentence(&shown(&notice.text))) } } }
            }
        }
    }
}

/// Por qué no hay nada que calificar.
fn nothing(notices: &[Notice]) -> &'static str {
    let came = |notice: &Notice| notice.kind != NoticeKind::Missing;
    if notices.iter().any(came) {
        "Nada de lo que entregaste es un archivo de los que se piden, así que no hay nada que \
         calificar."
    } else {
        "No consta ninguna entrega tuya de esta tarea."
    }
}

fn summary(class: &Class, report: &StudentReport) -> Markup {
    let weights: Vec<String> = class
        .assignment
        .steps
        .iter()
        .map(|weighted| plain(&weighted.weight))
        .chain(
            class
                .assignment
                .extras
                .iter()
                .map(|weighted| format!("+{}", plain(&weighted.weight))),
        )
        .collect();
    html! {
        @if report.mark.steps.len() > 1 {
            div class="tabla" tabindex="0" role="region" aria-label="Resumen por pasos" {
                table {
                    caption { "De dónde sale la nota" }
                    thead { tr { th scope="col" { "Paso" } th scope="col" { "Veredicto" } th scope="col" class="numero" { "Puntos" } th scope="col" class="numero" { "Peso" } } }
                    tbody {
                        @for (mark, weight) in report.mark.steps.iter().zip(&weights) {
                            tr {
                                th scope="row" { a href=(format!("#{}", mark.step)) { (shown(&class.course.full_title(&mark.step))) } @if mark.extra { " (reto)" } (failing(&mark.step, report)) }
                                td { (badge(mark.code)) }
                                td class="numero" { @if step::judged(mark) { (mark.points) "/" (mark.max_points) } @else { "—" } }
                                td class="numero" { (weight) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Las comprobaciones que fallan en `step`, con un enlace a lo que se cuenta de cada una.
fn failing(step: &str, report: &StudentReport) -> Markup {
    let failures = report.grades.get(step).map(grouped_failures);
    let failures = failures.unwrap_or_default();
    html! {
        @if !failures.is_empty() {
            span class="falla" {
                "Falla: "
                @for (at, one) in failures.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(format!("#{}", step::anchor(step, one.check))) { code { (shown(&one.check.id)) } }
                    @for also in &one.also { ", " code { (shown(&also.id)) } }
                }
            }
        }
    }
}
