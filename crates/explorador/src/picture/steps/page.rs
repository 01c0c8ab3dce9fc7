//! La memoria compartida casilla a casilla: qué hay en cada byte y qué acaba de
//! cambiar.

use std::fmt::Write as _;

use crate::json::Json;
use crate::picture::fit::clean;
use crate::picture::memory::{Field, Use};

/// Bytes de un trozo que se enseñan a la vez; los demás se cuentan.
const SHOWN: usize = 64;
/// Si el cambio cae más allá de lo que se enseña, se empieza aquí antes de él.
const MARGIN: usize = 8;

/// El contenido de `field`, casilla a casilla. Una casilla es una letra (que puede
/// ocupar varios bytes), un byte que no es texto, o un número entero:
/// `[lo que se lee, sus bytes en hexadecimal]`, con un `true` detrás si no es lo
/// que había en `before`.
pub(super) fn view(field: &Field, before: &[u8], content: &[u8]) -> Json {
    let (first, shown) = window(before, content);
    let end = first + shown;
    let boxes = boxes(field, &content[first..end]);
    let mut at = first;
    let cells = boxes.into_iter().map(|(text, bytes)| {
        let place = at..at + bytes.len();
        at = place.end;
        let changed = before.get(place) != Some(bytes);
        let mut cell = vec![Json::from(text), Json::from(hex(bytes))];
        if changed {
            cell.push(true.into());
        }
        Json::Array(cell)
    });
    Json::object([
        ("value", field.value(content).into()),
        ("first", first.into()),
        ("cells", Json::array(cells)),
        ("more", (content.len() - end).into()),
    ])
}

/// Desde dónde y cuántos bytes se enseñan.
fn window(before: &[u8], content: &[u8]) -> (usize, usize) {
    let changed = (0..content.len()).find(|&at| before.get(at) != content.get(at));
    let first = match changed {
        Some(at) if at >= SHOWN => at - MARGIN,
        _ => 0,
    };
    (first, (content.len() - first).min(SHOWN))
}

/// Los bytes, por casillas.
fn boxes<'a>(field: &Field, bytes: &'a [u8]) -> Vec<(String, &'a [u8])> {
    if field.usage != Use::Bytes {
        return vec![(field.value(bytes), bytes)];
    }
    let mut boxes = Vec::new();
    let mut rest = bytes;
    let mut take = |text: String, size: usize| {
        let (own, others) = rest.split_at(size);
        rest = others;
        boxes.push((text, own));
    };
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            take(glyph(letter), letter.len_utf8());
        }
        for _ in chunk.invalid() {
            take(String::new(), 1);
        }
    }
    boxes
}

/// Cómo se ve una letra; el cero y lo que no es texto, vacíos.
fn glyph(letter: char) -> String {
    match letter {
        '\n' | '\t' => clean(&letter.to_string()),
        ' ' => "␣".to_string(),
        c if c.is_control() => String::new(),
        c => clean(&c.to_string()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::RegionId;

    fn field(usage: Use, length: usize) -> Field {
        Field {
            region: RegionId(0),
            start: 0,
            end: length as u64,
            usage,
        }
    }

    fn shown(usage: Use, before: &[u8], content: &[u8]) -> String {
        view(&field(usage, content.len()), before, content).to_string()
    }

    #[test]
    fn una_letra_de_varios_bytes_es_una_casilla_y_lo_que_cambia_se_marca() {
        assert_eq!(
            shown(Use::Bytes, &[0; 5], "¡a \0".as_bytes()),
            "{\"value\":\"\\\"¡a \\\"\",\"first\":0,\"cells\":[[\"¡\",\"c2a1\",true],\
             [\"a\",\"61\",true],[\"␣\",\"20\",true],[\"\",\"00\"]],\"more\":0}"
        );
    }

    #[test]
    fn lo_que_no_es_texto_se_ve_byte_a_byte() {
        let view = shown(Use::Bytes, b"\xc2\x01", b"\xc2\x01");
        assert!(view.contains("[[\"\",\"c2\"],[\"\",\"01\"]]"), "{view}");
        let number = shown(Use::Number, &[0; 4], &[7, 0, 0, 0]);
        assert!(number.contains("[[\"7\",\"07000000\",true]]"), "{number}");
    }

    #[test]
    fn de_un_trozo_largo_se_ve_donde_cambia() {
        let before = [0; 4096];
        let mut after = before;
        assert!(shown(Use::Bytes, &before, &after).ends_with("\"more\":4032}"));
        after[1000] = b'x';
        let view = shown(Use::Bytes, &before, &after);
        assert!(view.contains("\"first\":992,"), "{view}");
        assert!(view.contains("[\"x\",\"78\",true]"), "{view}");
    }
}
