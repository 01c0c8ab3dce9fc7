//! El resumen de la clase.

use anyhow::Result;
use castellano::visible::cut;
use maud::{Markup, html};

use super::help;
use super::plot::{bar, distribution};
use super::shared::{
    badge, caveats, footer, meaning, page, points_badge, sentence, shown, with_code,
};
use super::similar;
use super::step::judged;
use crate::assignment::{Exact, MarkStatus, StepMark, spanish_date};
use crate::model::Code;
use crate::report::stats::{Row, Stats};
use crate::report::student::status_text;
use crate::report::{Class, Format};

/// Comprobaciones que se enseñan, de las que más fallan.
const MAX_CHECKS: usize = 15;
/// Letras de un nombre que caben en una fila; el entero está en su página.
const LONGEST_NAME: usize = 80;

/// La página. `pages` es la carpeta de las páginas de cada persona, si se escriben, y
/// `notices` lo que haya que decir de la descarga y de los demás informes.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn class_page(class: &Class, pages: Option<&str>, notices: &[String]) -> Result<Vec<u8>> {
    let stats = Stats::of(class)?;
    let title = &class.assignment.title;
    let body = html! {
        header class="cabeza" {
            div {
                p class="tarea" { "Resumen de la clase" }
                h1 { (shown(title)) }
                @if let Some(due) = class.assignment.due {
                    p class="datos" { "El plazo acababa el " (spanish_date(due, &class.assignment.zone)) "." }
                }
            }
        }
        main {
            (caveats(&stats.caveats))
            (figures(class, &stats))
            (contents(class))
            (distribution(class.assignment, &stats.marks()))
            (to_look_at(class, &stats, pages, notices))
            (help::section(class, &stats, pages))
            (failing_checks(class, &stats))
            (codes(class, &stats))
            (similar::section(class))
            (people(class, &stats, pages))
        }
        (footer())
    };
    Ok(page(&format!("{title} · resumen"), &body))
}

fn figures(class: &Class, stats: &Stats) -> Markup {
    let assignment = class.assignment;
    let write = |value: &Exact| {
        assignment.point.write(crate::assignment::Decimal::rounded(
            value,
            assignment.scale.places.max(1),
        ))
    };
    let (mean, median) = stats
        .center()
        .map_or(("—".into(), "—".into()), |(mean, median)| {
            (write(&mean), write(&median))
        });
    let all = [
        (stats.rows.len().to_string(), "en la clase"),
        (stats.delivered().to_string(), "entregaron"),
        (stats.passing(assignment).to_string(), "aprueban"),
        (mean, "nota media de quien entregó"),
        (median, "nota mediana"),
        (
            stats.count(MarkStatus::ByHand).to_string(),
            "sin nota, por revisar a mano",
        ),
    ];
    html! {
        dl class="cifras" {
            @for (value, label) in all { div { dt { (label) } dd { (value) } } }
        }
    }
}

/// Adónde saltar: con una clase grande la página es larga.
fn contents(class: &Class) -> Markup {
    let alike = !class.similarity.is_empty();
    let places = [
        ("mirar", "Para mirar a mano"),
        ("ayudar", "A quién echar una mano"),
        ("fallan", "Lo que más falla"),
        ("veredictos", "Veredictos"),
        ("parecidos", "Entregas que se parecen"),
        ("personas", "Una por una"),
    ];
    html! {
        nav class="indice" aria-label="En esta página" {
            ul {
                @for (place, title) in places.into_iter().filter(|(place, _)| alike || *place != "parecidos") {
                    li { a href=(format!("#{place}")) { (title) } }
                }
            }
        }
    }
}

fn to_look_at(class: &Class, stats: &Stats, pages: Option<&str>, notices: &[String]) -> Markup {
    let people: Vec<&Row> = stats
        .rows
        .iter()
        .filter(|row| !row.suspicious.is_empty())
        .collect();
    let doubtful = class
        .assignment
        .doubtful_extensions(&class.manifest.entries);
    let nothing = people.is_empty() && doubtful.is_empty() && notices.is_empty();
    html! {
        section aria-labelledby="mirar" {
            h2 id="mirar" { "Para mirar a mano" }
            @if nothing { p { "Nada: todo se ha calificado sin incidencias." } }
            ul class="mirar" {
                @for notice in notices { li { (sentence(&shown(notice))) } }
                @for (who, count) in doubtful {
                    li { "La prórroga de " strong { (shown(who)) }
                        @if count == 0 { " no es de nadie de la clase: ¿está bien escrito?" }
                        @else { " podría ser de " (count) " personas: usa su correo o su número de participante." }
                    }
                }
                @for row in people {
                    li { (person(row, pages))
                        ul { @for (what, why) in &row.suspicious { li { strong { (what) } @if !why.is_empty() { ". " (with_code(&sentence(&shown(why)))) } } } }
                    }
                }
            }
            (renamed(stats, pages))
        }
    }
}

/// Los archivos que se tomaron con otro nombre: por si alguno no era el que parecía.
fn renamed(stats: &Stats, pages: Option<&str>) -> Markup {
    let people: Vec<&Row> = stats
        .rows
        .iter()
        .filter(|row| !row.renamed.is_empty())
        .collect();
    html! {
        @if !people.is_empty() {
            details {
                summary { "Archivos que no se llamaban como se pidió: los de " (castellano::plural(people.len(), "persona", "personas")) }
                ul class="mirar" {
                    @for row in people {
                        li { (person(row, pages)) ul { @for text in &row.renamed { li { (shown(text)) } } } }
                    }
                }
            }
        }
    }
}

fn failing_checks(class: &Class, stats: &Stats) -> Markup {
    let failing: Vec<_> = stats
        .checks
        .iter()
        .filter(|check| check.failed > 0)
        .collect();
    html! {
        section aria-labelledby="fallan" {
            h2 id="fallan" { "Lo que más falla" }
            @if failing.is_empty() { p { "Ninguna comprobación falla." } }
            @else {
                p class="explica" { "Sobre las entregas que se pudieron juzgar. Si falla casi todo el mundo, quizá haya que volver a explicarlo." }
                div class="tabla" tabindex="0" role="region" aria-label="Comprobaciones que más fallan" {
                    table {
                        thead { tr { th scope="col" { "Comprobación" } th scope="col" class="numero" { "Fallan" } th scope="col" { span class="solo-lector" { "Proporción" } } } }
                        tbody {
                            @for check in failing.iter().take(MAX_CHECKS) {
                                tr {
                                    th scope="row" { span class="tenue" { (shown(class.course.title(&check.step))) " · " } code { (shown(&check.id)) } " " (shown(&check.title)) }
                                    td class="numero" { (check.failed) " de " (check.judged) }
                                    td class="barra-celda" { (bar(check.failed, check.judged)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn codes(class: &Class, stats: &Stats) -> Markup {
    let seen = Code::ALL
        .into_iter()
        .filter(|code| stats.codes.keys().any(|(_, seen)| seen == code));
    let count = |step: &str, code| {
        let count = stats.codes.get(&(step.to_owned(), code));
        count.map_or("·".to_owned(), ToString::to_string)
    };
    html! {
        section aria-labelledby="veredictos" {
            h2 id="veredictos" { "Veredictos" }
            div class="tabla" tabindex="0" role="region" aria-label="Veredictos por paso" {
                table {
                    thead { tr {
                        th scope="col" { "Veredicto" }
                        @for step in class.assignment.all_steps() { th scope="col" class="numero" { (shown(step)) } }
                    } }
                    tbody {
                        @for code in seen {
                            tr {
                                th scope="row" { (badge(Some(code))) " " span class="tenue" { (meaning(code)) } }
                                @for step in class.assignment.all_steps() { td class="numero" { (count(step, code)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn people(class: &Class, stats: &Stats, pages: Option<&str>) -> Markup {
    html! {
        section aria-labelledby="personas" {
            h2 id="personas" { "Una por una" }
            div class="tabla" tabindex="0" role="region" aria-label="Notas de cada persona" {
                table class="personas" {
                    thead { tr {
                        th scope="col" { "Nombre" }
                        th scope="col" class="numero" { "Nota" }
                        @for step in class.assignment.all_steps() { th scope="col" { (shown(step)) } }
                    } }
                    tbody { @for row in &stats.rows { (person_row(class, row, pages)) } }
                }
            }
            p class="explica" { "Todo esto, para una hoja de cálculo, en " code { "notas.csv" } "; lo que tardó cada una, en " code { "tiempos.csv" } "." }
        }
    }
}

fn person_row(class: &Class, row: &Row, pages: Option<&str>) -> Markup {
    html! {
        tr {
            th scope="row" { (person(row, pages)) @if let Some(status) = status(row) { " " span class="tenue" { "· " (status) } } }
            td class="numero" { @match row.mark.value { Some(value) => strong { (class.assignment.point.write(value)) }, None => "—" } }
            @for mark in &row.mark.steps {
                td class="corto" { (step_cell(mark)) }
            }
        }
    }
}

/// En qué queda quien no está, sin más, calificado.
fn status(row: &Row) -> Option<&'static str> {
    match row.mark.status {
        MarkStatus::Graded => row.mark.late.as_ref().map(|_| "tarde"),
        other => Some(status_text(other)),
    }
}

/// Un paso en la tabla: con los puntos basta si los hay, y si no, con el veredicto.
fn step_cell(mark: &StepMark) -> Markup {
    let told = matches!(mark.code, Some(Code::Good | Code::Wrong)) && judged(mark);
    html! {
        @if told { (points_badge(mark)) }
        @else if mark.code == Some(Code::NotSubmitted) { span class="tenue" { span aria-hidden="true" { "–" } span class="solo-lector" { "no entregado" } } }
        @else { (badge(mark.code)) }
    }
}

/// Cómo se llama, con un enlace a su página si la tiene.
pub fn person(row: &Row, pages: Option<&str>) -> Markup {
    let name = cut(&shown(&row.entry.student.name), LONGEST_NAME);
    html! {
        @match pages {
            Some(folder) => a href=(format!("{folder}/{}.{}", row.stem, Format::Html.extension())) { (name) },
            None => (name),
        }
    }
}
