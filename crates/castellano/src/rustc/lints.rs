//! Avisos: el programa compila, pero casi seguro que no dice lo que se quería. Y los
//! pocos que el compilador no deja pasar.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "unused_must_use",
        signs: &["that must be used"],
        title: "resultado sin mirar",
        text: "La llamada devuelve algo que hay que mirar, casi siempre si falló, y se tira. Añade «?» para \
               que el error salga de la función, o decide con match qué hacer con él. Si de verdad no \
               importa, let _ = ….",
    },
    Entry {
        code: "unused_variables",
        signs: &["unused variable:"],
        title: "variable sin usar",
        text: "A esa variable nadie la lee. Si debía usarse, ahí está el fallo; si sobra, quítala o empieza \
               su nombre por «_».",
    },
    Entry {
        code: "unused_assignments",
        signs: &["is never read"],
        title: "valor que nadie lee",
        text: "Se guarda un valor que se pierde sin que nadie lo lea: o sobra, o falta usarlo.",
    },
    Entry {
        code: "unused_mut",
        signs: &["variable does not need to be mutable"],
        title: "mut que sobra",
        text: "La variable no cambia nunca: quítale mut. Si tenía que cambiar, mira dónde.",
    },
    Entry {
        code: "unused_imports",
        signs: &["unused import"],
        title: "use que sobra",
        text: "Ese use no hace falta. Quítalo.",
    },
    Entry {
        code: "dead_code",
        signs: &[
            "is never used",
            "is never constructed",
            "are never read",
            "is never read",
        ],
        title: "código que nadie usa",
        text: "Nadie lo usa. Si debía llamarse desde algún sitio, ahí está el fallo.",
    },
    Entry {
        code: "unreachable_code",
        signs: &["warning: unreachable"],
        title: "código al que no se llega",
        text: "Lo de antes nunca deja pasar de ahí: un return, un panic!, un exit o un bucle sin fin.",
    },
    Entry {
        code: "path_statements",
        signs: &["path statement with no effect"],
        title: "línea que no hace nada",
        text: "Nombrar una variable, sin más, no hace nada. ¿Faltan los paréntesis de una llamada, o quitar \
               el punto y coma para devolverla?",
    },
    Entry {
        code: "unused_comparisons",
        signs: &["comparison is useless due to type limits"],
        title: "comparación que siempre da lo mismo",
        text: "Un número sin signo nunca es menor que 0: la condición sale siempre igual. Compara antes de \
               restar, o usa checked_sub.",
    },
    Entry {
        code: "unconditional_recursion",
        signs: &["function cannot return without recursing"],
        title: "se llama a sí misma sin fin",
        text: "Todos los caminos vuelven a llamarla: acabaría con la pila. Falta el caso en que para.",
    },
    Entry {
        code: "unconditional_panic",
        signs: &["this operation will panic at runtime"],
        title: "siempre entra en pánico",
        text: "Se ve desde aquí que falla siempre: un índice fuera de la región, o dividir entre cero.",
    },
    Entry {
        code: "arithmetic_overflow",
        signs: &["this arithmetic operation will overflow"],
        title: "la cuenta se sale del tipo",
        text: "El resultado no cabe en ese tipo. Usa uno mayor, o checked_add y las demás, que avisan.",
    },
    Entry {
        code: "overflowing_literals",
        signs: &["literal out of range for"],
        title: "el número no cabe",
        text: "Ese número no cabe en el tipo. Usa uno mayor (u32, usize…).",
    },
    Entry {
        code: "deprecated",
        signs: &["use of deprecated"],
        title: "anticuado",
        text: "Sigue funcionando, pero ya hay algo mejor: la nota dice qué.",
    },
];
