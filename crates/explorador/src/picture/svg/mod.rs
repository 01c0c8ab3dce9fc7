//! El dibujo como SVG accesible: para informes y páginas.

mod layout;
mod rows;
mod style;
mod xml;

use crate::outcome::Outcome;

use super::caption::caption;
use super::fit::GLUE;
use super::story::{Mark, RowKind, Story};
use super::{Detail, output_lines};

use layout::{Layout, PAD};
use rows::Drawing;
use xml::escape;

/// Filas que se enseñan como mucho: acota el tamaño del SVG.
const MAX_ROWS: usize = 90;
/// Líneas de la salida del programa que se enseñan.
const MAX_OUTPUT: usize = 8;

/// El dibujo de un plan como SVG, con lo esencial. Ver [`svg_with`].
pub fn svg(outcome: &Outcome) -> String {
    svg_with(outcome, Detail::Essential)
}

/// El dibujo de un plan como SVG que se puede incrustar en una página o abrir
/// solo. El relato entero está también en palabras, en su `<desc>`. Los colores
/// se gobiernan desde la página con `color` y con las propiedades
/// `--taller-padre`, `--taller-hijo`, `--taller-region` y `--taller-acento`.
pub fn svg_with(outcome: &Outcome, detail: Detail) -> String {
    let story = Story::new(outcome, detail, MAX_ROWS);
    let caption = caption(outcome);
    let layout = Layout::choose(&story);
    let mut drawing = Drawing::new(&layout);
    drawing.caption(&caption);
    drawing.story(&story);
    drawing.output(&output_lines(&outcome.stdout, MAX_OUTPUT));
    let (body, height) = drawing.finish();
    let (title, story) = (escape(&caption.text), escape(&in_words(outcome, &story)));
    let (width, style) = (layout.width, style::CSS);
    // Varios dibujos pueden convivir en una página: el nombre sale del contenido.
    let id = fingerprint(&format!("{}{body}", outcome.schedule));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"taller-dibujo\" role=\"img\" \
         lang=\"es\" aria-labelledby=\"tp{id:016x}-t\" aria-describedby=\"tp{id:016x}-d\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-size=\"{}\" fill=\"currentColor\">\n\
         <title id=\"tp{id:016x}-t\">{title}</title>\n\
         <desc id=\"tp{id:016x}-d\">{story}</desc>\n\
         <style>{style}</style>\n\
         <rect class=\"tp-fondo\" width=\"{width}\" height=\"{height}\" fill=\"none\"/>\n\
         {body}</svg>\n",
        layout::FONT,
    )
}

/// El relato en palabras, para quien no ve el dibujo.
fn in_words(outcome: &Outcome, story: &Story) -> String {
    let mut words = Vec::new();
    for row in &story.rows {
        match &row.kind {
            RowKind::Step(cells) => {
                for cell in cells {
                    let sign = if cell.mark == Mark::Fault {
                        "¡Atención! "
                    } else {
                        ""
                    };
                    words.push(format!(
                        "{sign}El {}: {}.",
                        story.names.of(cell.lane),
                        cell.text.replace(GLUE, " ")
                    ));
                }
                for change in &row.changes {
                    let place = change.place.as_deref().unwrap_or("La memoria común");
                    words.push(format!("{place} contiene {}.", change.value));
                }
            }
            RowKind::Switch {
                from: Some(from),
                to,
                preempted: true,
            } => words.push(format!(
                "El {} queda a medias y sigue el {}.",
                story.names.of(*from),
                story.names.of(*to)
            )),
            RowKind::Switch { to, .. } => {
                words.push(format!("Sigue el {}.", story.names.of(*to)));
            }
            RowKind::Hidden(count) => words.push(format!("Aquí se omiten {count} filas.")),
        }
    }
    let output = output_lines(&outcome.stdout, MAX_OUTPUT);
    if output.is_empty() {
        words.push("El programa no mostró nada.".to_string());
    } else {
        words.push(format!("El programa mostró: {}", output.join(" / ")));
    }
    words.join(" ")
}

/// FNV-1a: el mismo dibujo se llama siempre igual.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Lo que ocupa, como mucho, un texto con la letra del dibujo.
fn text_width(text: &str) -> usize {
    text.chars().map(layout::letter_width).sum::<usize>() * layout::FONT / 100 + PAD
}
