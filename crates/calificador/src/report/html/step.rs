//! Un paso en la página de una persona: su veredicto, sus comprobaciones y, si algo
//! falla, por qué.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};

use super::shared::{badge, meaning, sentence, shown, with_code};
use crate::assignment::StepMark;
use crate::model::{Check, Code, CompileProblem, Explanation, Grade};
use crate::report::Class;
use crate::report::student::{Failure, grouped_failures};

/// La sección de un paso.
pub fn section(class: &Class, mark: &StepMark, grade: Option<&Grade>) -> Markup {
    let title = class.course.full_title(&mark.step);
    html! {
        section class="paso" id=(mark.step) {
            header class="paso-cabeza" {
                h2 { (shown(&title)) @if mark.extra { " " span class="reto" { "reto" } } }
                p class="paso-nota" {
                    (badge(mark.code))
                    @if judged(mark) { " " span class="puntos" { (mark.points) " de " (mark.max_points) " puntos" } }
                }
            }
            @if let Some(code) = mark.code.filter(|&code| code != Code::Good && code != Code::NotSubmitted) {
                p class="que-significa" { (meaning(code)) @if let Some(reason) = reason(grade) { " " (with_code(&reason)) } }
            } @else if let Some(reason) = reason(grade) {
                p class="que-significa" { (with_code(&reason)) }
            }
            @if let Some(grade) = grade { (details(class, &mark.step, grade)) }
        }
    }
}

/// Por qué ese veredicto, como una frase.
fn reason(grade: Option<&Grade>) -> Option<String> {
    let reason = grade?.reason.as_deref()?;
    Some(sentence(&shown(reason)))
}

/// El nombre de la sección de un fallo, para enlazar con ella.
pub fn anchor(step: &str, check: &Check) -> String {
    format!("{step}-{}", check.id)
}

/// Si hay puntos que enseñar.
pub fn judged(mark: &StepMark) -> bool {
    mark.max_points > 0
        && mark
            .code
            .is_some_and(|code| code.is_verdict() && code != Code::NotSubmitted)
}

fn details(class: &Class, step: &str, grade: &Grade) -> Markup {
    html! {
        @for problem in &grade.compile_problems { (compile_problem(problem)) }
        @if !grade.checks.is_empty() {
            ul class="comprobaciones" {
                @for check in &grade.checks { (line(check)) }
            }
        }
        @for why in &grade.gaps {
            p class="hueco" { "No se recorrieron todos los órdenes: " (shown(why)) "." }
        }
        @for one in grouped_failures(grade) { (failure(class, step, &one)) }
    }
}

fn line(check: &Check) -> Markup {
    let (class, sign, word) = if check.passed {
        ("si", "✓", "superada")
    } else {
        ("no", "✗", "no superada")
    };
    html! {
        li class=(class) {
            span class="signo" aria-hidden="true" { (sign) }
            span class="que" {
                span class="solo-lector" { (word) ": " }
                code { (shown(&check.id)) } " " (shown(&check.title))
            }
            span class="puntos" { (check.points) "/" (check.weight) }
        }
    }
}

fn failure(class: &Class, step: &str, one: &Failure) -> Markup {
    let check = one.check;
    html! {
        article class="fallo" id=(anchor(step, check)) {
            h3 { span aria-hidden="true" { "✗ " } code { (shown(&check.id)) } " " (shown(&check.title)) }
            @match &check.explanation {
                Some(story) => (explanation(class, step, story)),
                None => p { "No se sabe más de este fallo." },
            }
            @if !one.also.is_empty() {
                p class="tambien" {
                    @if one.also.len() == 1 { "Por lo mismo falla " } @else { "Por lo mismo fallan " }
                    @for (at, also) in one.also.iter().enumerate() {
                        @if at > 0 { @if at + 1 == one.also.len() { " y " } @else { ", " } }
                        code { (shown(&also.id)) }
                    }
                    ". Arréglalo y mira si con eso basta."
                }
            }
        }
    }
}

fn explanation(class: &Class, step: &str, story: &Explanation) -> Markup {
    let parts = [
        ("Qué se esperaba", &story.expected),
        ("Qué ocurrió", &story.happened),
        ("Causa probable", &story.cause),
        ("Siguiente paso", &story.next),
    ];
    let link = class.course.link(
        class.assignment.book.as_deref(),
        step,
        story.section.as_deref(),
    );
    html! {
        dl {
            @for (label, text) in parts {
                @if !text.trim().is_empty() {
                    dt { (label) }
                    dd { (prose(text)) }
                }
            }
        }
        @if let Some(link) = link {
            p class="leer" { a href=(link) { "Léelo en el capítulo" } }
        }
        @if let Some(picture) = &story.picture { (drawing(picture, story.picture_svg.as_deref())) }
        @if let Some(replay) = &story.replay {
            p class="repetir" { "Para verlo otra vez, exactamente igual, en tu máquina:" }
            pre class="orden" tabindex="0" role="region" aria-label="Orden que repite el fallo" { code { (shown(replay)) } }
        }
    }
}

/// El dibujo del orden que falla. El SVG va como imagen, que no puede ejecutar nada ni
/// pedir nada fuera; el texto va siempre, para quien no ve la imagen o la quiere copiar.
fn drawing(text: &str, svg: Option<&str>) -> Markup {
    let caption = "El orden de los procesos que rompe el programa";
    html! {
        figure {
            figcaption { (caption) }
            @if let Some(svg) = svg {
                img alt="Dibujo del orden que falla; debajo está contado con texto."
                    src=(format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)));
                details {
                    summary { "El mismo dibujo, con letras" }
                    (text_drawing(text, caption))
                }
            } @else {
                (text_drawing(text, caption))
            }
        }
    }
}

fn text_drawing(text: &str, caption: &str) -> Markup {
    html! {
        pre class="dibujo" tabindex="0" role="region" aria-label=(caption) { (shown(text.trim_matches('\n'))) }
    }
}

/// Un texto del juez: los renglones sangrados son citas y conservan su forma.
fn prose(text: &str) -> Markup {
    let text = shown(text.trim_matches('\n'));
    let mut blocks: Vec<(bool, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        let quoted = line.starts_with("  ");
        let line = line.strip_prefix("  ").unwrap_or(line);
        match blocks.last_mut() {
            Some((kind, lines)) if *kind == quoted => lines.push(line),
            _ => blocks.push((quoted, vec![line])),
        }
    }
    html! {
        @for (quoted, lines) in &blocks {
            @if *quoted {
                pre class="cita" tabindex="0" role="region" aria-label="Cita" { (lines.join("\n")) }
            } @else {
                p { (with_code(&lines.join("\n"))) }
            }
        }
    }
}

fn compile_problem(problem: &CompileProblem) -> Markup {
    let place = problem
        .line
        .map_or(String::new(), |line| format!(" en la línea {line}"));
    html! {
        article class="fallo" {
            h3 {
                span aria-hidden="true" { "✗ " }
                @if let Some(code) = &problem.error_code { "Error " code { (shown(code)) } } @else { "Error" }
                (place)
            }
            @if let Some(told) = &problem.explanation { (prose(&sentence(told))) }
            p class="repetir" { "Lo que dice el compilador:" }
            pre class="cita" tabindex="0" role="region" aria-label="Mensaje del compilador" { (shown(problem.text.trim_matches('\n'))) }
        }
    }
}
