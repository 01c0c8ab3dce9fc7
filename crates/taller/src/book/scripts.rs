//! Los guiones del taller, solo en las páginas que tienen algo para ellos.
//!
//! mdBook carga los mismos en todas. La portada no tiene ejercicio ni exploraciones, y es
//! la primera que se abre: lo que no usa, no lo espera.

/// Cada guion que no hace falta siempre, y las piezas de página que lo necesitan.
const NEEDED_BY: [(&str, &[&str]); 4] = [
    ("paso-a-paso", &["ejecutable", "exploracion"]),
    ("archivo", &["ejercicio"]),
    ("diferencias", &["ejercicio"]),
    ("ejercicio", &["ejercicio"]),
];

/// La página sin los guiones que no le sirven.
pub fn only_needed(page: &str) -> String {
    let idle: Vec<String> = NEEDED_BY
        .iter()
        .filter(|(_, pieces)| !pieces.iter().any(|piece| has(page, piece)))
        .map(|(script, _)| format!("book/tema/{script}-"))
        .collect();
    page.split_inclusive('\n')
        .filter(|line| {
            !(line.contains("<script src=") && idle.iter().any(|one| line.contains(one)))
        })
        .collect()
}

fn has(page: &str, piece: &str) -> bool {
    page.contains(&format!("class=\"{piece}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> String {
        let scripts = ["taller", "paso-a-paso", "archivo", "ejercicio", "progreso"]
            .map(|name| format!("<script src=\"../book/tema/{name}-0a1b2c3d.js\"></script>\n"))
            .concat();
        format!("<main>\n{body}\n</main>\n{scripts}")
    }

    fn kept(body: &str) -> Vec<String> {
        let page = only_needed(&page(body));
        let names = page.split("book/tema/").skip(1);
        names
            .map(|rest| rest.split("-0a").next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn una_pagina_sin_nada_que_pulsar_no_carga_mas_que_lo_comun() {
        assert_eq!(kept("<p>ejercicio</p>"), ["taller", "progreso"]);
    }

    #[test]
    fn un_programa_o_una_exploracion_traen_el_paso_a_paso() {
        for piece in ["ejecutable", "exploracion"] {
            let body = format!("<div class=\"{piece}\" data-x=\"\">");
            assert_eq!(kept(&body), ["taller", "paso-a-paso", "progreso"]);
        }
    }

    #[test]
    fn un_ejercicio_trae_su_panel() {
        let body = "<section class=\"ejercicio\" data-paso=\"paso1\">";
        assert_eq!(kept(body), ["taller", "archivo", "ejercicio", "progreso"]);
    }
}
