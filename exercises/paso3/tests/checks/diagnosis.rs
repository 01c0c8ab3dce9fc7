//! Qué error explica mejor una respuesta equivocada.

use crate::case::{Answer, Case};

/// La causa probable y el siguiente paso.
pub fn explain(case: &Case, expected: &Answer, actual: &Answer) -> (&'static str, &'static str) {
    match case {
        Case::Write { region, text } => explain_write(region, text, expected, actual),
        Case::Read { .. } => explain_read(expected, actual),
    }
}

fn explain_write(
    before: &[u8],
    text: &str,
    expected: &Answer,
    actual: &Answer,
) -> (&'static str, &'static str) {
    if !expected.is_ok() && !actual.is_ok() && actual.bytes != before {
        return (
            "Se escribe en la región antes de saber si hay error.",
            "Comprueba primero el NUL y el tamaño; escribe solo cuando ya nada puede fallar.",
        );
    }
    match (expected.is_ok(), actual.is_ok()) {
        (true, false) if actual.is("ContainsNul") => (
            "Se ve un NUL en un texto que no lo tiene.",
            "Busca el byte 0 (no la letra '0') en los bytes del texto.",
        ),
        (true, false) if !actual.is("TooLong") => (
            "Se rechaza un texto que se puede escribir: al escribir solo hay dos errores.",
            "Devuelve ContainsNul o TooLong, o copia los bytes: un `&str` siempre es UTF-8.",
        ),
        (true, false) => (
            "Se rechaza un texto que cabe: la cuenta del tamaño se pasa en uno.",
            "Un texto de n bytes necesita n + 1: uno más para el terminador, y ya está.",
        ),
        (false, true) if text.contains('\0') => (
            "Se acepta un texto con un NUL dentro, que lo cortaría al leerlo.",
            "Busca un byte 0 en el texto y, si lo hay, devuelve ContainsNul con su posición.",
        ),
        (false, true) => (
            "Se acepta un texto que no cabe con su terminador.",
            "Cuenta el terminador: hacen falta text.len() + 1 bytes.",
        ),
        (false, false) if expected.is("TooLong") && actual.is("TooLong") => (
            "El máximo no es el que toca.",
            "Caben los bytes de la región menos el del terminador; en una vacía, 0.",
        ),
        (false, false) if expected.is("ContainsNul") && actual.is("ContainsNul") => (
            "La posición no es la que toca.",
            "Es la del primer 0, contada en bytes desde 0: las posiciones, en bytes.",
        ),
        (false, false) => (
            "El error no es el que toca, o sus datos no son correctos.",
            "Mira primero el NUL y después el tamaño; las posiciones y los máximos, en bytes.",
        ),
        (true, true) => explain_written(before, text, actual),
    }
}

fn explain_written(before: &[u8], text: &str, actual: &Answer) -> (&'static str, &'static str) {
    let len = text.len();
    if actual.bytes.get(..len) != Some(text.as_bytes()) {
        return (
            "Los bytes del texto no llegan tal cual a la región.",
            "Copia text.as_bytes() entero: hay letras que ocupan más de un byte.",
        );
    }
    if actual.bytes.get(len) != Some(&0) {
        return (
            "Falta el terminador: detrás del texto no hay un byte 0.",
            "Después de copiar el texto, pon un 0 en la posición text.len().",
        );
    }
    if actual.bytes.get(len + 1..) != before.get(len + 1..) {
        return (
            "Se tocan bytes que están más allá del terminador.",
            "No limpies el resto de la región: puede ser de otro.",
        );
    }
    (
        "La región cambia de tamaño.",
        "Escribe en la región que te dan, sin cambiarla por otra.",
    )
}

fn explain_read(expected: &Answer, actual: &Answer) -> (&'static str, &'static str) {
    match (expected.result.as_str(), actual.is_ok()) {
        ("Unterminated", _) => (
            "No se comprueba que haya un terminador dentro de la región.",
            "Busca el 0 en los bytes de la región; si no está, devuelve Unterminated.",
        ),
        ("InvalidUtf8", _) => (
            "Los bytes se dan por buenos sin comprobar que son UTF-8.",
            "Usa una conversión que compruebe (from_utf8) y devuelve InvalidUtf8.",
        ),
        ("ok", false) => (
            "Se rechaza un mensaje correcto.",
            "Comprueba solo los bytes anteriores al primer 0: el resto no es del mensaje.",
        ),
        _ => (
            "El texto no acaba donde toca: el mensaje termina en el primer 0.",
            "Devuelve los bytes anteriores al primer 0, sin él y sin lo que hay detrás.",
        ),
    }
}
