//! Texto en columnas: corta por palabras y sangra.

/// Ancho del informe. Cabe en cualquier terminal y en cualquier correo.
pub const WIDTH: usize = 80;

/// Parte `text` en líneas de hasta `width` letras. Las líneas que empiezan por un
/// espacio son citas: se respetan, y si no caben siguen en otra, más adentro.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        if paragraph.starts_with(' ') {
            lines.extend(quoted(paragraph, width));
        } else {
            lines.extend(fill(paragraph, width));
        }
    }
    lines
}

fn fill(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        for piece in chop(word, width) {
            let last = lines.last_mut().expect("siempre hay una línea");
            let used = last.chars().count();
            if used == 0 {
                last.push_str(&piece);
            } else if used + 1 + piece.chars().count() <= width {
                last.push(' ');
                last.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

/// Lo que entra más adentro la continuación de una cita.
const HANGING: usize = 4;

/// Una línea citada: si cabe, tal cual.
fn quoted(line: &str, width: usize) -> Vec<String> {
    if line.chars().count() <= width {
        return vec![line.to_owned()];
    }
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let room = width.saturating_sub(indent + HANGING).max(1);
    let mut pieces = fill(line, room).into_iter();
    let first = pieces.next().unwrap_or_default();
    let first = format!("{:indent$}{first}", "");
    let rest = pieces.map(|piece| format!("{:1$}{piece}", "", indent + HANGING));
    [first].into_iter().chain(rest).collect()
}

fn chop(text: &str, width: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters
        .chunks(width)
        .map(|chunk| chunk.iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_split_unless_they_do_not_fit() {
        let lines = wrap("el padre escribe y el hijo lee", 12);

        assert_eq!(lines, ["el padre", "escribe y el", "hijo lee"]);
        assert_eq!(
            wrap("otorrinolaringólogo", 8),
            ["otorrino", "laringól", "ogo"]
        );
    }

    #[test]
    fn quoted_lines_keep_their_indentation() {
        assert_eq!(wrap("Dijo:\n  a  b", 20), ["Dijo:", "  a  b"]);
    }

    #[test]
    fn a_quoted_line_that_does_not_fit_goes_on_further_in() {
        assert_eq!(
            wrap("  el padre escribe y el hijo lee", 20),
            ["  el padre", "      escribe y el", "      hijo lee"]
        );
    }
}
