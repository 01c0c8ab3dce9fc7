//! A quién echar una mano: quienes no aprueban, qué les falla y qué decirles.

use castellano::visible::cut;
use maud::{Markup, html};

use super::class_page::person;
use super::shared::{sentence, shown, with_code};
use crate::report::Class;
use crate::report::stats::{Row, Stats};
use crate::report::trouble::Trouble;

/// Personas que se enseñan sin desplegar nada.
const MAX_OPEN: usize = 12;
/// Letras de un consejo; el entero está en la página de cada cual.
const LONGEST_ADVICE: usize = 200;

/// La sección.
pub fn section(class: &Class, stats: &Stats, pages: Option<&str>) -> Markup {
    let people = stats.in_trouble(class.assignment);
    let (first, rest) = people.split_at(people.len().min(MAX_OPEN));
    html! {
        section aria-labelledby="ayudar" {
            h2 id="ayudar" { "A quién echar una mano" }
            @if people.is_empty() { p { "Nadie suspende." } }
            @else {
                p class="explica" { "Quienes no llegan al aprobado, de menos a más, con lo que les falla y lo primero que pueden probar." }
                (table(class, first, pages))
                @if !rest.is_empty() {
                    details {
                        summary { "Y " (castellano::plural(rest.len(), "persona", "personas")) " más" }
                        (table(class, rest, pages))
                    }
                }
            }
        }
    }
}

fn table(class: &Class, people: &[&Row], pages: Option<&str>) -> Markup {
    html! {
        div class="tabla" tabindex="0" role="region" aria-label="Quienes no aprueban" {
            table {
                thead { tr {
                    th scope="col" { "Nombre" }
                    th scope="col" class="numero" { "Nota" }
                    th scope="col" { "Qué le pasa" }
                } }
                tbody {
                    @for row in people {
                        tr {
                            th scope="row" { (person(row, pages)) }
                            td class="numero" { @if let Some(value) = row.mark.value { (class.assignment.point.write(value)) } }
                            td { @for trouble in together(&row.trouble) { (told(&trouble)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Los pasos en los que pasa lo mismo, de una vez: «paso3 y paso4: no entregado».
fn together(troubles: &[Trouble]) -> Vec<Trouble> {
    let mut grouped: Vec<Trouble> = Vec::new();
    for trouble in troubles {
        let alike = |other: &&mut Trouble| {
            (other.code, &other.checks, &other.advice)
                == (trouble.code, &trouble.checks, &trouble.advice)
        };
        match grouped.iter_mut().find(alike) {
            Some(known) => known.step = format!("{}, {}", known.step, trouble.step),
            None => grouped.push(trouble.clone()),
        }
    }
    grouped
}

fn told(trouble: &Trouble) -> Markup {
    html! {
        div {
            strong { (shown(&trouble.step)) } ": " (trouble.what())
            @for (at, check) in trouble.checks.iter().enumerate() {
                @if at > 0 { "," } @else { (trouble.link_to_checks()) } " " code { (shown(check)) }
            }
            @if trouble.more > 0 { " y " (trouble.more) " más" }
            "."
            @if let Some(advice) = &trouble.advice {
                " " span class="tenue" { (with_code(&sentence(&cut(&shown(advice), LONGEST_ADVICE)))) }
            }
        }
    }
}
