//! Los errores del compilador de C (gcc o clang) que más se encuentran en este curso.

use super::Explanation;

/// Lo que dice el compilador, cómo se llama y qué significa.
const KNOWN: [(&[&str], &str, &str); 8] = [
    (
        &["No such file or directory", "file not found"],
        "archivo de cabecera",
        "Un #include nombra un archivo que no está. Mira si está bien escrito.",
    ),
    (
        &[
            "implicit declaration of function",
            "undeclared function",
            "implicitly declaring library function",
        ],
        "función sin declarar",
        "Se llama a una función que nadie ha declarado: casi siempre falta su #include. La página del \
      manual (man 2 mmap, man 3 printf) dice cuál es.",
    ),
    (
        &[
            "undeclared (first use in this function)",
            "undeclared identifier",
        ],
        "nombre sin declarar",
        "Ese nombre no se ha declarado. Puede estar mal escrito o faltarle el #include; y algunos, como \
      MAP_ANONYMOUS, piden además #define _DEFAULT_SOURCE antes del primer #include.",
    ),
    (
        &["unknown type name"],
        "tipo desconocido",
        "Ese tipo no se conoce: falta el #include que lo define, o el struct que va delante de su nombre.",
    ),
    (
        &["expected ';'", "expected ‘;’", "expected ‘,’ or ‘;’"],
        "falta «;»",
        "Falta un punto y coma, a menudo al final de la línea anterior.",
    ),
    (
        &[
            "expected declaration or statement at end of input",
            "expected '}'",
        ],
        "llaves",
        "Queda sin cerrar una llave.",
    ),
    (
        &[
            "incompatible-pointer-types",
            "incompatible pointer",
            "int-conversion",
            "makes pointer from integer",
            "makes integer from pointer",
        ],
        "tipos que no casan",
        "Se usa un puntero donde se espera otra cosa, o al revés. Mira qué pide la función y qué le das.",
    ),
    (
        &["undefined reference to"],
        "enlazado",
        "El programa nombra una función que no está en ningún sitio: mal escrita, o sin cuerpo.",
    ),
];

/// Las explicaciones de los errores que nombra `said`, sin repetir.
pub fn explain(said: &str) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = Vec::new();
    let complaints = said
        .lines()
        .filter(|line| line.contains("error:") || line.contains("undefined reference"));
    for line in complaints {
        let known = KNOWN
            .iter()
            .find(|(signs, ..)| signs.iter().any(|sign| line.contains(sign)));
        let Some((_, name, text)) = known else {
            continue;
        };
        if found.iter().all(|known| known.name != *name) {
            found.push(Explanation {
                name: (*name).into(),
                text: (*text).into(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solo_cuentan_los_errores() {
        let said = "programa.c:3:5: warning: implicit declaration of function 'f'\n\
                    programa.c:4:9: error: ‘MAP_ANONYMOUS’ undeclared (first use in this function)\n\
                    programa.c:1:10: fatal error: no.h: No such file or directory\n\
                    programa.c:5:9: error: ‘x’ undeclared (first use in this function)\n";

        let names: Vec<_> = explain(said).into_iter().map(|e| e.name).collect();

        assert_eq!(names, ["nombre sin declarar", "archivo de cabecera"]);
    }
}
