//! Lo que el compilador deja en manos de quien escribe `unsafe`.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "E0133",
        signs: &["raw pointer is unsafe", "dereference of raw pointer"],
        title: "seguir un puntero pide unsafe",
        text: "Un puntero (*const, *mut) puede no señalar nada: leerlo o escribir en él solo se \
               permite en un bloque unsafe. Quien lo escribe responde de que señala memoria viva, \
               del tipo que dice, y de que nadie más la esté escribiendo; dilo en un comentario.",
    },
    Entry {
        code: "E0133",
        signs: &["use of mutable static"],
        title: "una static mut pide unsafe",
        text: "Dos hilos podrían escribir a la vez en una static mut. Casi siempre hay algo mejor: \
               una variable atómica (AtomicUsize…), un Mutex, o pasarla como parámetro. Y no se \
               comparte con un hijo de fork: cada proceso tiene la suya.",
    },
    Entry {
        code: "E0133",
        signs: &[],
        title: "la operación pide unsafe",
        text: "Esa operación solo se permite dentro de un bloque unsafe, porque sus condiciones \
               no las puede comprobar el compilador. Léelas en su documentación («Safety») y di encima, \
               en un comentario // SEGURIDAD:, por qué se cumplen aquí.",
    },
    Entry {
        code: "static_mut_refs",
        signs: &["reference to mutable static"],
        title: "referencia a una static mut",
        text: "Una referencia promete que nadie cambia el valor a la vez, y una static mut no puede \
               prometerlo. Usa una variable atómica, un Mutex o un puntero con &raw const.",
    },
    Entry {
        code: "E0745",
        signs: &[],
        title: "dirección de un valor que no tiene sitio",
        text: "Se pide un puntero a un valor que nadie guarda. Ponle antes un nombre con let.",
    },
    Entry {
        code: "",
        signs: &["extern blocks must be unsafe"],
        title: "extern pide unsafe",
        text: "En la edición 2024 se escribe unsafe extern \"C\" { … }: quien lo escribe responde de \
               que las firmas son las de verdad.",
    },
    Entry {
        code: "",
        signs: &["unsafe attribute used without unsafe"],
        title: "atributo que pide unsafe",
        text: "En la edición 2024 ese atributo se escribe dentro de unsafe( ): por ejemplo \
               #[unsafe(no_mangle)].",
    },
    Entry {
        code: "unused_unsafe",
        signs: &["unnecessary `unsafe` block"],
        title: "unsafe que no hace falta",
        text: "Nada de lo que hay en ese bloque lo necesita. Quítalo: cada unsafe que sobra esconde \
               a los que importan.",
    },
];
