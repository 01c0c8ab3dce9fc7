//! Lo que tienen en común las páginas.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::assignment::StepMark;
use crate::model::Code;
use crate::report::Caveat;
use castellano::visible::visible;

const STYLE: &str = include_str!("estilo.css");

/// Una página entera.
pub fn page(title: &str, body: &Markup) -> Vec<u8> {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        STANDARD.encode(Sha256::digest(STYLE.as_bytes()))
    );
    let page = html! {
        (DOCTYPE)
        html lang="es" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                meta name="referrer" content="no-referrer";
                title { (shown(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    let mut bytes = page.into_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

/// Texto ajeno, con lo invisible a la vista. maud lo escapa al ponerlo.
pub fn shown(text: &str) -> Cow<'_, str> {
    visible(text)
}

/// `text` como se lee una frase suelta: con mayúscula, y con su punto si acaba en letra.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let stop = if text.ends_with(char::is_alphanumeric) {
        "."
    } else {
        ""
    };
    format!("{}{}{stop}", first.to_uppercase(), letters.as_str())
}

/// Lo que va entre acentos graves, como código. Uno suelto se queda como está.
pub fn with_code(text: &str) -> Markup {
    let pieces: Vec<&str> = text.split('`').collect();
    let closed = pieces.len() - 1 + pieces.len() % 2;
    html! {
        @for (at, piece) in pieces.iter().enumerate() {
            @if at % 2 == 0 { (piece) }
            @else if at < closed { code { (piece) } }
            @else { "`" (piece) }
        }
    }
}

/// Los avisos sobre cómo se calificó.
pub fn caveats(caveats: &[Caveat]) -> Markup {
    html! {
        @for caveat in caveats {
            p class="aviso" { strong { "Atención. " } (caveat.meaning()) }
        }
    }
}

/// El rótulo de un veredicto. Lo distingue el texto y el símbolo, no solo el color.
pub fn badge(code: Option<Code>) -> Markup {
    let (class, sign, name) = match code {
        Some(code) => (tone(code), sign(code), code.name()),
        None => ("gris", "…", "POR CALIFICAR"),
    };
    html! {
        span class=(format!("rotulo {class}")) { span aria-hidden="true" { (sign) } " " (name) }
    }
}

/// Los puntos de un paso juzgado, con el signo de su veredicto.
pub fn points_badge(mark: &StepMark) -> Markup {
    let (class, sign, name) = mark.code.map_or(("gris", "…", ""), |code| {
        (tone(code), sign(code), code.name())
    });
    html! {
        span class=(format!("rotulo {class}")) {
            span aria-hidden="true" { (sign) } span class="solo-lector" { (name) } " " (mark.points) "/" (mark.max_points)
        }
    }
}

fn tone(code: Code) -> &'static str {
    match code {
        Code::Good => "bien",
        Code::Forbidden | Code::Infra => "ojo",
        Code::NotSubmitted => "gris",
        _ => "mal",
    }
}

fn sign(code: Code) -> &'static str {
    match code {
        Code::Good => "✓",
        Code::NotSubmitted => "–",
        Code::Forbidden | Code::Infra => "!",
        _ => "✗",
    }
}

/// Qué significa un veredicto, para quien no los conoce.
pub fn meaning(code: Code) -> &'static str {
    match code {
        Code::Good => "Supera todas las comprobaciones.",
        Code::Wrong => "Compila y termina, pero alguna comprobación falla.",
        Code::DoesNotCompile => "El compilador lo rechaza, así que no se ha podido probar.",
        Code::OutOfTime => "Se queda sin tiempo: algo no acaba nunca, o tarda demasiado.",
        Code::OutOfMemory => "Pide más memoria de la que hay para él.",
        Code::TooManyProcesses => "Crea más procesos de los que puede.",
        Code::Killed => "Una señal mata al programa.",
        Code::Forbidden => "Hace algo que no tiene que ver con el ejercicio y no se permite.",
        Code::NotSubmitted => "No hay archivo que calificar.",
        Code::Infra => "Ha fallado la herramienta, no la entrega. No es un cero: se revisa a mano.",
    }
}

/// El pie de todas.
pub fn footer() -> Markup {
    html! {
        footer { p { "Calificado por el taller con el mismo juez que usa cada estudiante en su máquina." } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_que_va_entre_acentos_graves_es_codigo() {
        let told = |text| with_code(text).into_string();

        assert_eq!(told("llama a `open`"), "llama a <code>open</code>");
        assert_eq!(
            told("`a<b>` y `c`."),
            "<code>a&lt;b&gt;</code> y <code>c</code>."
        );
        assert_eq!(told("uno ` suelto"), "uno ` suelto");
        assert_eq!(told("`a` y ` suelto"), "<code>a</code> y ` suelto");
    }

    #[test]
    fn una_frase_suelta_empieza_en_mayuscula_y_acaba_en_punto() {
        assert_eq!(sentence("ñandú veloz"), "Ñandú veloz.");
        assert_eq!(sentence("«x» sobra."), "«x» sobra.");
        assert_eq!(sentence(""), "");
    }
}
