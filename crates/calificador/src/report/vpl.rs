//! La salida que lee VPL (Virtual Programming Lab de Moodle): la nota y el comentario.
//!
//! Todo va por el mismo canal, así que en el texto ajeno se rompen las cuatro marcas
//! que VPL entiende: nadie puede ponerse la nota escribiéndola en su salida.

use super::notes::{Paragraph, paragraphs};
use super::{Class, StudentReport};
use castellano::visible::visible;

/// La salida de la evaluación de una persona.
pub fn vpl(class: &Class, report: &StudentReport) -> Vec<u8> {
    let mut text = String::from("<|--\n");
    for paragraph in paragraphs(class, report) {
        match paragraph {
            Paragraph::Heading(title) => text += &format!("-{}\n", safe(&title).trim_start()),
            Paragraph::Text(line) => text += &plain(&line),
            Paragraph::Failure(title, lines) => {
                text += &plain(&format!("✗ {title}"));
                for line in lines.iter().flat_map(|line| line.lines()) {
                    // Con «>» delante, VPL lo enseña tal cual, con sus espacios.
                    text += &format!(">{}\n", safe(line));
                }
            }
        }
    }
    text += "--|>\n";
    // La última gana: va al final y solo hay una. Sin nota, no hay línea.
    if let Some(value) = report.mark.value {
        text += &format!("Grade :=>> {value}\n");
    }
    text.into_bytes()
}

/// Texto seguido: un guion o un «>» al principio significarían otra cosa.
fn plain(text: &str) -> String {
    let guarded = |line: &str| {
        let line = safe(line);
        if line.starts_with(['-', '>']) {
            format!("\u{a0}{line}\n")
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(guarded).collect()
}

/// `text` sin las marcas de VPL.
fn safe(text: &str) -> String {
    visible(text)
        .replace(":=>>", ":=>?")
        .replace("<|--", "<|-?")
        .replace("--|>", "--|?")
}
