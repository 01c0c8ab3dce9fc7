//! El comentario para Moodle: HTML, que es como lo guarda, y sin una sola comilla.
//!
//! Sin comillas porque el lector de CSV de Moodle (`fgetcsv` de PHP) se pierde cuando
//! una va detrás de una barra invertida, y el texto de una entrega puede traerlas.

use maud::Render;

use crate::report::notes::{Paragraph, paragraphs};
use crate::report::{Class, StudentReport};

/// Por aquí se reconoce un comentario nuestro, para cambiarlo en vez de repetirlo.
const OPENING: &str = "<div class=taller-informe>";
/// Lo mismo, como lo deja el editor de Moodle si el docente lo toca.
const OPENING_EDITED: &str = "<div class=\"taller-informe\">";
const CLOSING: &str = "</div>";

/// El comentario de `report`.
pub fn feedback_html(class: &Class, report: &StudentReport) -> String {
    let mut html = OPENING.to_owned();
    for paragraph in paragraphs(class, report) {
        match paragraph {
            Paragraph::Heading(title) => html += &format!("<h4>{}</h4>", escaped(&title)),
            Paragraph::Text(text) => html += &format!("<p>{}</p>", escaped(&text)),
            Paragraph::Failure(title, lines) => {
                html += &format!("<p>✗ <strong>{}</strong>", escaped(&title));
                for line in lines {
                    html += &format!("<br>{}", escaped(&line));
                }
                html += "</p>";
            }
        }
    }
    html + CLOSING
}

/// Lo que escribió el docente en `before`, y nuestro comentario detrás o en el lugar
/// del que hubiera.
pub fn merged(before: &str, class: &Class, report: &StudentReport) -> String {
    let ours = feedback_html(class, report);
    let old = [OPENING, OPENING_EDITED]
        .into_iter()
        .find_map(|opening| before.find(opening));
    match old {
        None => format!("{before}{ours}"),
        Some(start) => {
            let end = before[start..]
                .find(CLOSING)
                .map_or(before.len(), |at| start + at + CLOSING.len());
            format!("{}{ours}{}", &before[..start], &before[end..])
        }
    }
}

/// `text` para dentro de un elemento, con `<br>` en los saltos de línea: una casilla
/// de una sola línea sobrevive a cualquier programa que la toque.
fn escaped(text: &str) -> String {
    let mut html = String::new();
    text.render_to(&mut html);
    html.replace('\n', "<br>")
}
