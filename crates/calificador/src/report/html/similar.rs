//! Las entregas que se parecen. Se enseñan para mirarlas, no para acusar a nadie.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::shared::shown;
use crate::report::Class;
use crate::similarity::{Group, Kinship, Lines, NOTE, Pair, Similarity};

/// Parejas que se enseñan de cada paso.
const MAX_PAIRS: usize = 20;

/// La sección de parecidos; nada si no se buscaron.
pub fn section(class: &Class) -> Markup {
    let names: BTreeMap<&str, &str> = class
        .manifest
        .entries
        .iter()
        .map(|entry| (entry.id.as_str(), entry.student.name.as_str()))
        .collect();
    html! {
        @if !class.similarity.is_empty() {
            section aria-labelledby="parecidos" {
                h2 id="parecidos" { "Entregas que se parecen" }
                p class="aviso" { (NOTE) }
                @for similarity in class.similarity { (of_step(class, similarity, &names)) }
            }
        }
    }
}

fn of_step(class: &Class, similarity: &Similarity, names: &BTreeMap<&str, &str>) -> Markup {
    let pairs: Vec<&Pair> = similarity
        .pairs
        .iter()
        .filter(|pair| pair.unusual)
        .collect();
    html! {
        h3 { (shown(&class.course.full_title(&similarity.step))) }
        @if similarity.groups.is_empty() && pairs.is_empty() {
            p { "Nada se sale de lo normal entre " (castellano::plural(similarity.documents, "entrega", "entregas")) "." }
        }
        @if !similarity.groups.is_empty() {
            ul { @for group in &similarity.groups { li { (same(group, names)) } } }
        }
        @if !pairs.is_empty() {
            div class="tabla" tabindex="0" role="region" aria-label="Parejas que se parecen" {
                table {
                    thead { tr { th scope="col" { "Pareja" } th scope="col" class="numero" { "Parecido" } th scope="col" { "Qué coincide" } } }
                    tbody {
                        @for pair in pairs.iter().take(MAX_PAIRS) {
                            tr {
                                th scope="row" { (name(names, &pair.left)) " y " (name(names, &pair.right)) }
                                td class="numero" { (percent(pair.score)) }
                                td { (evidence(pair)) }
                            }
                        }
                    }
                }
            }
        }
        @if pairs.len() > MAX_PAIRS {
            p { "Y " (castellano::plural(pairs.len() - MAX_PAIRS, "pareja más", "parejas más")) ", en notas.json." }
        }
    }
}

fn same(group: &Group, names: &BTreeMap<&str, &str>) -> Markup {
    let people: Vec<String> = group.ids.iter().map(|id| name(names, id)).collect();
    html! { strong { (kinship(group.kinship)) } ": " (people.join("; ")) "." }
}

fn evidence(pair: &Pair) -> Markup {
    let lines = |lines: Lines| {
        if lines.first == lines.last {
            format!("{}", lines.first)
        } else {
            format!("{}–{}", lines.first, lines.last)
        }
    };
    let places: Vec<String> = pair
        .fragments
        .iter()
        .take(4)
        .map(|fragment| format!("{} con {}", lines(fragment.left), lines(fragment.right)))
        .collect();
    html! {
        (kinship(pair.kinship)) "."
        @if !places.is_empty() { " Líneas " (places.join("; ")) "." }
        @if !pair.marks.is_empty() { " Comparten: " @for mark in pair.marks.iter().take(4) { code { (shown(mark)) } " " } }
    }
}

fn kinship(kinship: Kinship) -> &'static str {
    match kinship {
        Kinship::SameFile => "El mismo archivo",
        Kinship::SameCode => "El mismo código, con otros comentarios o formato",
        Kinship::SameShape => "El mismo código, con otros nombres o valores",
        Kinship::Partial => "Coinciden trozos",
    }
}

fn name(names: &BTreeMap<&str, &str>, id: &str) -> String {
    let name = names.get(id).copied().unwrap_or(id);
    shown(name).into_owned()
}

fn percent(part: f64) -> String {
    format!("{:.0} %", part * 100.0)
}
