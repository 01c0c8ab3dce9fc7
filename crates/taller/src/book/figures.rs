//! Los dibujos saben para qué ancho se hicieron.
//!
//! El estilo no puede leer el `viewBox` de un SVG. Aquí se copia su ancho a una
//! variable, `--ancho`, y con ella `taller.css` impide que un dibujo pequeño se
//! agrande sin medida o que uno grande se encoja hasta no leerse.

/// Cómo empieza un dibujo.
const OPEN: &str = "<svg ";

/// `markdown` con el ancho de cada dibujo en su etiqueta.
pub fn sized(markdown: &str) -> String {
    let mut parts = markdown.split(OPEN);
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        result.push_str(OPEN);
        if let Some(width) = width(part) {
            result.push_str(&format!("style=\"--ancho: {width}\" "));
        }
        result.push_str(part);
    }
    result
}

/// El ancho que dice el `viewBox` de la etiqueta que acaba de abrirse; `None` si
/// no lo dice o si ya tiene estilo propio.
fn width(rest: &str) -> Option<f64> {
    let (tag, _) = rest.split_once('>')?;
    if tag.contains("style=") {
        return None;
    }
    let (view_box, _) = tag.split_once("viewBox=\"")?.1.split_once('"')?;
    view_box.split_whitespace().nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn el_ancho_pasa_al_estilo() {
        let markdown = "a <svg role=\"img\" viewBox=\"0 0 480 90\"> b <svg viewBox=\"mal\"> c";

        let expected = "a <svg style=\"--ancho: 480\" role=\"img\" viewBox=\"0 0 480 90\"> b \
                        <svg viewBox=\"mal\"> c";
        assert_eq!(sized(markdown), expected);
    }
}
