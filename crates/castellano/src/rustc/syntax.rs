//! Lo que no se entiende al leer: falta o sobra un signo, o está fuera de sitio.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "",
        signs: &["error: expected `;`"],
        title: "falta un punto y coma",
        text: "Falta un punto y coma al final de la instrucción anterior.",
    },
    Entry {
        code: "",
        signs: &["error: Rust has no ternary operator"],
        title: "no hay ? :",
        text: "En Rust, if da un valor: let x = if condición { a } else { b }.",
    },
    Entry {
        code: "",
        signs: &[
            "error: Rust has no postfix increment",
            "error: Rust has no prefix increment",
            "error: Rust has no postfix decrement",
            "error: Rust has no prefix decrement",
        ],
        title: "no hay ++ ni --",
        text: "En Rust se escribe n += 1. Y para recorrer algo casi nunca hace falta: for (i, x) in … \
               .iter().enumerate().",
    },
    Entry {
        code: "",
        signs: &["keyword `catch` cannot follow"],
        title: "no hay excepciones",
        text: "Rust no tiene try ni catch: lo que puede fallar devuelve un Result. Ábrelo con «?», o \
               mira sus dos casos con match.",
    },
    Entry {
        code: "",
        signs: &["error: expected `,` following `match` arm"],
        title: "falta la coma entre dos ramas",
        text: "Las ramas de un match se separan con comas; detrás de una con llaves no hace falta.",
    },
    Entry {
        code: "",
        signs: &["use a fat arrow to start a match arm"],
        title: "una rama de match se escribe con =>",
        text: "El patrón y su valor se separan con =>. La flecha -> es para lo que devuelve una \
               función.",
    },
    Entry {
        code: "",
        signs: &["error: this file contains an unclosed delimiter"],
        title: "llave sin cerrar",
        text: "Queda sin cerrar una llave, un corchete o un paréntesis. El dibujo del compilador señala \
               dónde se abrió.",
    },
    Entry {
        code: "",
        signs: &[
            "error: mismatched closing delimiter",
            "error: unexpected closing delimiter",
        ],
        title: "llaves que no casan",
        text: "Se cierra algo que no estaba abierto, o con otro signo: { con }, ( con ), [ con ].",
    },
    Entry {
        code: "",
        signs: &["error: unknown start of token"],
        title: "signo que no es de Rust",
        text: "Hay un carácter que Rust no conoce. Al copiar de un documento, las comillas tipográficas \
               (“ ”) o un guion largo ocupan el sitio de \" y de -.",
    },
    Entry {
        code: "",
        signs: &["error: bare CR not allowed"],
        title: "retorno de carro suelto",
        text: "Hay un retorno de carro (CR) en mitad de una línea: lo dejan algunos editores al pegar, y \
               no se ve. Borra y vuelve a escribir esa línea, o guarda el archivo con finales de \
               línea LF.",
    },
    Entry {
        code: "E0765",
        signs: &[],
        title: "comillas sin cerrar",
        text: "Falta la comilla que cierra un texto.",
    },
    Entry {
        code: "E0758",
        signs: &[],
        title: "comentario sin cerrar",
        text: "Un comentario que empieza con /* acaba con */, y este no acaba.",
    },
    Entry {
        code: "E0762",
        signs: &[],
        title: "comilla simple sin cerrar",
        text: "Las comillas simples son para una sola letra, 'a'. Un texto va entre comillas dobles.",
    },
    Entry {
        code: "",
        signs: &["error: character literal may only contain one codepoint"],
        title: "comillas simples con más de una letra",
        text: "Las comillas simples son para una sola letra. Un texto va entre comillas dobles.",
    },
    Entry {
        code: "",
        signs: &["error: format argument must be a string literal"],
        title: "println! pide primero un texto",
        text: "Lo primero que recibe println! es un texto entre comillas: println!(\"{x}\"), no \
               println!(x).",
    },
    Entry {
        code: "",
        signs: &[
            "positional argument in format string",
            "positional arguments in format string",
        ],
        title: "faltan argumentos",
        text: "El texto tiene más {} que argumentos le siguen.",
    },
    Entry {
        code: "",
        signs: &[
            "error: argument never used",
            "error: multiple unused formatting arguments",
        ],
        title: "sobran argumentos",
        text: "El texto tiene menos {} que argumentos le siguen. En Rust se escribe {}, no %d ni %s.",
    },
    Entry {
        code: "",
        signs: &["found keyword `"],
        title: "palabra reservada",
        text: "Esa palabra es de Rust (type, match, ref, in, move…) y no puede ser un nombre.",
    },
    Entry {
        code: "",
        signs: &[
            "error: expected one of",
            "error: expected expression",
            "error: expected ",
        ],
        title: "no se entiende lo escrito",
        text: "El compilador esperaba otra cosa en ese punto. Mira también lo que va justo delante: suele \
               faltar un signo (punto y coma, coma, llave) o sobrar otro.",
    },
    Entry {
        code: "E0069",
        signs: &[],
        title: "return sin valor",
        text: "La función promete un valor, y ese return no lo da.",
    },
    Entry {
        code: "E0267",
        signs: &[],
        title: "break dentro de una clausura",
        text: "Desde dentro de una clausura no se puede salir del bucle de fuera. Devuelve algo que lo \
               decida fuera.",
    },
    Entry {
        code: "E0268",
        signs: &[],
        title: "break fuera de un bucle",
        text: "break y continue solo sirven dentro de un bucle. Para salir de la función, return.",
    },
    Entry {
        code: "E0571",
        signs: &[],
        title: "break con valor",
        text: "Solo un loop puede dar un valor con break; while y for, no.",
    },
    Entry {
        code: "E0728",
        signs: &[],
        title: "await fuera de async",
        text: "Aquí no hace falta async: las llamadas al sistema de este curso esperan por sí mismas.",
    },
    Entry {
        code: "",
        signs: &["undefined symbol", "undefined reference"],
        title: "función sin cuerpo al enlazar",
        text: "El programa se ha entendido, pero nombra una función que no está en ninguna biblioteca. Mira \
               el nombre en el bloque extern.",
    },
    Entry {
        code: "",
        signs: &["error: linking with", "error: linker `"],
        title: "no se pudo enlazar",
        text: "El programa se ha entendido, pero no se ha podido enlazar. ¿Está instalado el compilador de \
               C (gcc)?",
    },
];
