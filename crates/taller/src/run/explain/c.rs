//! Los errores y avisos del compilador de C (gcc o clang) que más se encuentran en
//! este curso.

use super::Explanation;

/// Lo que dice el compilador, cómo se llama y qué significa. De lo particular a lo
/// general: gana el primero.
const KNOWN: &[(&[&str], &str, &str)] = &[
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
            "undeclared here (not in a function)",
            "undeclared identifier",
        ],
        "nombre sin declarar",
        "Ese nombre no se ha declarado. Puede estar mal escrito o faltarle el #include; y algunos, como \
         MAP_ANONYMOUS, piden además #define _DEFAULT_SOURCE antes del primer #include.",
    ),
    (
        &[
            "unknown type name",
            "has initializer but incomplete type",
            "storage size of",
            "incomplete type",
        ],
        "tipo desconocido",
        "Ese tipo no se conoce: falta el #include que lo define, o el struct que va delante de su nombre.",
    ),
    (
        &["has no member named", "no member named"],
        "campo que no existe",
        "Ese struct no tiene ese campo. Mira el nombre en su definición.",
    ),
    (
        &[
            "too few arguments to function",
            "too many arguments to function",
            "too few arguments",
            "too many arguments",
        ],
        "argumentos de más o de menos",
        "La llamada lleva más o menos argumentos de los que la función pide. Su página del manual da la \
         firma.",
    ),
    (
        &["expected ';'", "expected ‘;’", "expected ‘,’ or ‘;’"],
        "falta un punto y coma",
        "Falta un punto y coma, a menudo al final de la línea anterior.",
    ),
    (
        &[
            "expected declaration or statement at end of input",
            "expected '}'",
        ],
        "llave sin cerrar",
        "Queda sin cerrar una llave.",
    ),
    (
        &["missing terminating"],
        "comillas sin cerrar",
        "Falta la comilla que cierra un texto.",
    ),
    (
        &[
            "stray ‘\\",
            "stray '\\",
            "non-ASCII",
            "unexpected character",
        ],
        "signo que no es de C",
        "Hay un carácter que C no conoce. Al copiar de un documento, las comillas tipográficas (“ ”) o un \
         guion largo ocupan el sitio de \" y de -.",
    ),
    (
        &["lvalue required", "expression is not assignable"],
        "a la izquierda de = no hay un sitio",
        "Solo se puede asignar a una variable, un campo, un elemento o *puntero. Para comparar, ==.",
    ),
    (
        &[
            "invalid type argument of unary",
            "indirection requires pointer operand",
        ],
        "* de algo que no es un puntero",
        "El * delante solo sirve con punteros, y esto es un valor. O sobra, o lo que querías era su dirección, con &.",
    ),
    (
        &[
            "dereferencing ‘void *’ pointer",
            "dereferencing 'void *' pointer",
            "'void *' pointer",
            "incomplete type 'void'",
            "void value not ignored",
        ],
        "void no tiene valor",
        "mmap y malloc dan un void *, que no dice qué señala: guárdalo antes en un puntero del tipo que sea \
         (char *, int *). Y una función void no devuelve nada que se pueda usar.",
    ),
    (
        &[
            "incompatible-pointer-types",
            "incompatible pointer",
            "int-conversion",
            "makes pointer from integer",
            "makes integer from pointer",
            "between pointer and integer",
        ],
        "tipos que no casan",
        "Se usa un puntero donde se espera otra cosa, o al revés. Mira qué pide la función y qué le das.",
    ),
    (
        &["[-Wformat", "-Wformat-extra-args"],
        "printf con otro tipo",
        "Lo que dice el formato y lo que se le da no coinciden: %d es para int, %ld para long, %zu para \
         size_t, %s para un texto, %p para una dirección. Si no casan, imprime cualquier cosa.",
    ),
    (
        &[
            "-Wuninitialized",
            "-Wmaybe-uninitialized",
            "-Wsometimes-uninitialized",
        ],
        "variable sin valor",
        "Se lee una variable antes de darle un valor: contiene lo que hubiera en la pila. Dáselo al \
         declararla.",
    ),
    (
        &["-Wreturn-type"],
        "falta el return",
        "La función promete un valor y puede acabar sin darlo: quien la llame recibirá cualquier cosa.",
    ),
    (
        &["-Wunused-result"],
        "resultado sin mirar",
        "La llamada dice si falló, y aquí no se mira. Guarda lo que devuelve y compáralo con -1.",
    ),
    (
        &[
            "suggest parentheses around assignment",
            "using the result of an assignment as a condition",
        ],
        "= donde quizá iba ==",
        "Un solo = guarda un valor; para comparar, ==.",
    ),
    (
        &["-Wsign-compare"],
        "se compara con signo y sin él",
        "Al compararse, el número negativo se convierte en uno enorme. Compara antes si es negativo, o usa \
         el mismo tipo en los dos lados.",
    ),
    (
        &[
            "-Warray-bounds",
            "-Wstringop-overflow",
            "-Wformat-overflow",
            "-Wformat-truncation",
        ],
        "fuera de la región",
        "Se escribe o se lee más allá del final. Mira el tamaño que se reservó y cuánto se usa, con el byte \
         nulo del final.",
    ),
    (
        &["-Wunused-variable", "-Wunused-but-set-variable"],
        "variable sin usar",
        "A esa variable nadie la lee. Si debía usarse, ahí está el fallo.",
    ),
    (
        &["-Wunused-parameter"],
        "parámetro sin usar",
        "La función no usa ese parámetro. Si es a propósito, (void)nombre; lo dice.",
    ),
    (
        &["-Wimplicit-fallthrough"],
        "falta un break",
        "El case anterior sigue en este. Si no es a propósito, le falta un break.",
    ),
    (
        &["undefined reference to `main'"],
        "falta main",
        "Un programa empieza en int main(void), y aquí no hay ninguna.",
    ),
    (
        &["undefined reference to", "undefined symbol"],
        "función sin cuerpo al enlazar",
        "El programa nombra una función que no está en ninguna biblioteca: mal escrita, o sin cuerpo.",
    ),
    (
        &[
            "expected expression",
            "expected declaration",
            "expected identifier",
            "expected ",
        ],
        "no se entiende lo escrito",
        "El compilador esperaba otra cosa en ese punto. Mira también lo que va justo delante: suele faltar \
         un signo (punto y coma, paréntesis, llave) o sobrar otro.",
    ),
];

/// Las explicaciones de lo que nombra `said`, sin repetir. Si hay errores, los
/// avisos se callan: no son lo que impide seguir.
pub fn explain(said: &str) -> Vec<Explanation> {
    let errors: Vec<&str> = said.lines().filter(|line| is_error(line)).collect();
    let warnings = said.lines().filter(|line| line.contains("warning: "));
    let lines = if errors.is_empty() {
        warnings.collect()
    } else {
        errors
    };
    let mut found: Vec<Explanation> = Vec::new();
    for line in lines {
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

/// Llamar a lo que nadie declaró es un error desde gcc 14, y antes casi siempre
/// acababa en uno al enlazar.
fn is_error(line: &str) -> bool {
    let signs = [
        "error: ",
        "undefined reference",
        "undefined symbol",
        "implicit declaration",
    ];
    signs.iter().any(|sign| line.contains(sign))
}

#[cfg(test)]
mod tests;
