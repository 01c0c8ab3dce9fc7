//! Tipos que no casan y capacidades que faltan.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "E0308",
        signs: &["remove this semicolon to return this value"],
        title: "punto y coma de más",
        text: "La función tiene que devolver un valor y su última línea acaba en punto y coma, que lo \
               tira. Quítalo.",
    },
    Entry {
        code: "E0308",
        signs: &[
            "expected `Result<",
            "expected enum `Result<",
            "expected enum `std::result::Result<",
            "try wrapping the expression in `Ok`",
        ],
        title: "falta Ok( )",
        text: "Se espera un Result y se da otra cosa. Si todo fue bien, envuelve el valor en Ok(…) \
               (sin valor, Ok(())); si fue mal, Err(…). Lo que ya es un Result, con otro error \
               dentro, se convierte con map_err.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `Option<", "try wrapping the expression in `Some`"],
        title: "falta Some( )",
        text: "Se espera un Option y se da el valor a secas. Envuélvelo en Some(…).",
    },
    Entry {
        code: "E0308",
        signs: &["found `Result<", "found enum `Result<"],
        title: "hay que abrir el Result",
        text: "Se da un Result donde se espera lo que lleva dentro. Ábrelo con «?» si la función \
               devuelve un Result, o con match si aquí se decide qué hacer con el error.",
    },
    Entry {
        code: "E0308",
        signs: &["found `Option<", "found enum `Option<"],
        title: "hay que abrir el Option",
        text: "Se da un Option donde se espera lo que lleva dentro. Ábrelo con let … else, con match \
               o con ok_or, que lo convierte en un Result.",
    },
    Entry {
        code: "E0308",
        signs: &["consider borrowing here", "consider mutably borrowing here"],
        title: "falta un &",
        text: "Se espera una referencia y se da el valor. Préstalo con & o, si hay que cambiarlo, \
               con &mut.",
    },
    Entry {
        code: "E0308",
        signs: &["`if` expressions without `else` arms"],
        title: "falta el else",
        text: "El if se usa como valor, y sin else no hay valor cuando la condición es falsa. Añade el \
               else, o devuelve el valor con return dentro del if.",
    },
    Entry {
        code: "E0317",
        signs: &[],
        title: "falta el else de un if que da un valor",
        text: "El if se usa como valor, y sin else no hay valor cuando la condición es falsa. Añade el \
               else, o devuelve el valor con return dentro del if.",
    },
    Entry {
        code: "E0308",
        signs: &[
            "`if` and `else` have incompatible types",
            "`match` arms have incompatible types",
        ],
        title: "ramas de tipos distintos",
        text: "Todas las ramas de un if o de un match dan un valor del mismo tipo. Mira cuál se \
               distingue de las demás.",
    },
    Entry {
        code: "E0308",
        signs: &["you can convert"],
        title: "números de tipos distintos",
        text: "Rust no mezcla enteros de tamaños distintos (usize, u32, i32…) por su cuenta. \
               Conviértelo con try_from, que avisa si no cabe, o con from si siempre cabe.",
    },
    Entry {
        code: "E0308",
        signs: &["implicitly returns `()`"],
        title: "la función no devuelve nada",
        text: "La firma promete un valor (detrás de ->) y el cuerpo se acaba sin darlo. Escribe el \
               valor en la última línea, sin punto y coma.",
    },
    Entry {
        code: "E0308",
        signs: &[],
        title: "tipos que no casan",
        text: "El compilador esperaba un tipo (expected) y ha recibido otro (found). Mira la firma de \
               la función a la que llamas, o de la que devuelves.",
    },
    Entry {
        code: "E0277",
        signs: &["the `?` operator can only be used"],
        title: "«?» fuera de sitio",
        text: "Con «?» el error sale de la función, así que tiene que devolver un Result (o un Option). \
               Cambia su firma, por ejemplo main() -> Result<(), Box<dyn std::error::Error>>, o decide \
               aquí con match qué hacer con el error.",
    },
    Entry {
        code: "E0277",
        signs: &["`?` couldn't convert the error"],
        title: "«?» no sabe convertir ese error",
        text: "La función devuelve un tipo de error y este es otro. Conviértelo con .map_err(…)?, o \
               implementa From para el tuyo.",
    },
    Entry {
        code: "E0277",
        signs: &["cannot be indexed by"],
        title: "los índices son usize",
        text: "Una región o un vector se indexa con un usize. Convierte el índice con usize::try_from.",
    },
    Entry {
        code: "E0277",
        signs: &[
            "doesn't implement `std::fmt::Display`",
            "doesn't implement `Display`",
        ],
        title: "no se sabe cómo enseñarlo",
        text: "Ese tipo no dice cómo se escribe para una persona con {}. Prueba con {:?}, o enseña uno \
               de sus campos.",
    },
    Entry {
        code: "E0277",
        signs: &["doesn't implement `Debug`"],
        title: "falta Debug",
        text: "Para escribirlo con {:?}, o para abrir con unwrap un Result que lo lleve, el tipo necesita \
               #[derive(Debug)].",
    },
    Entry {
        code: "E0277",
        signs: &[
            "cannot be sent between threads safely",
            "cannot be shared between threads safely",
        ],
        title: "no puede cambiar de hilo",
        text: "Ese tipo (un puntero, un Rc, una Cell) no es seguro desde dos hilos. Usa Arc, Mutex o \
               atómicos; si es un puntero y respondes de él, un tipo tuyo con unsafe impl Send.",
    },
    Entry {
        code: "E0277",
        signs: &["cannot be known at compilation time"],
        title: "tamaño desconocido",
        text: "str y [u8] no tienen un tamaño fijo, así que no caben en una variable. Usa una referencia \
               (&str, &[u8]) o un tipo que los guarde (String, Vec<u8>).",
    },
    Entry {
        code: "E0277",
        signs: &["can't compare"],
        title: "no se pueden comparar",
        text: "Se comparan dos tipos distintos, o uno del que no se dice cómo. Convierte uno de los dos \
               (quizá sobre o falte un & o un *), o añade #[derive(PartialEq)] al tuyo.",
    },
    Entry {
        code: "E0277",
        signs: &["is not an iterator"],
        title: "no se puede recorrer",
        text: "El for necesita algo que se recorra: un rango (0..n), .iter(), una colección. Un número no \
               lo es.",
    },
    Entry {
        code: "E0277",
        signs: &[
            "cannot add",
            "cannot subtract",
            "cannot multiply",
            "cannot divide",
        ],
        title: "cuentas con tipos distintos",
        text: "No se pueden operar esos dos tipos. Convierte uno con try_from o from; quizá sobre un & o \
               falte un *.",
    },
    Entry {
        code: "E0277",
        signs: &[],
        title: "al tipo le falta una capacidad",
        text: "Aquí hace falta un tipo que tenga una capacidad (un trait) y este no la tiene. La nota \
               «required by» dice quién la pide.",
    },
    Entry {
        code: "E0369",
        signs: &[],
        title: "operación que ese tipo no tiene",
        text: "Ese tipo no sabe hacer la operación. Para comparar uno tuyo, añádele \
               #[derive(PartialEq)]; un puntero se avanza con .add(n), no con +.",
    },
    Entry {
        code: "E0282",
        signs: &[],
        title: "falta decir el tipo",
        text: "El compilador no puede adivinarlo. Escríbelo: let x: Vec<u8> = …, o .parse::<u32>().",
    },
    Entry {
        code: "E0283",
        signs: &[],
        title: "falta decir cuál de los tipos",
        text: "Hay varios tipos que servirían y el compilador no elige. Escríbelo: let x: u32 = …, o \
               .sum::<u32>().",
    },
    Entry {
        code: "E0604",
        signs: &[],
        title: "solo un u8 se convierte en char",
        text: "Con as solo un u8 llega a ser una letra. Para los demás enteros, char::from_u32, que puede \
               decir que no.",
    },
    Entry {
        code: "E0605",
        signs: &[],
        title: "as no llega a ese tipo",
        text: "as solo convierte entre números y entre punteros. Un NonNull da su puntero con .as_ptr(); \
               un &[u8], con .as_ptr(); lo demás, con from o try_from.",
    },
    Entry {
        code: "E0606",
        signs: &[],
        title: "conversión imposible con as",
        text: "as no convierte entre esos dos tipos directamente. Una referencia pasa antes por puntero \
               (&raw const x), y un puntero a otro tipo se cambia con .cast().",
    },
    Entry {
        code: "E0614",
        signs: &[],
        title: "no se puede seguir con *",
        text: "El * delante solo sirve con referencias y punteros, y esto es un valor. Quítalo.",
    },
    Entry {
        code: "E0608",
        signs: &[],
        title: "no se puede indexar",
        text: "Ese tipo no tiene elementos numerados. Un puntero no se indexa: haz antes una región con \
               std::slice::from_raw_parts, o avanza con .add(n). Un &str se indexa por rangos de bytes.",
    },
    Entry {
        code: "E0061",
        signs: &[],
        title: "argumentos de más o de menos",
        text: "La llamada lleva más o menos argumentos de los que la función pide. Mira su firma.",
    },
    Entry {
        code: "E0107",
        signs: &[],
        title: "parámetros de tipo de más o de menos",
        text: "El tipo lleva entre < > más o menos cosas de las que pide. nix::Result lleva solo una: el \
               error es siempre Errno.",
    },
    Entry {
        code: "E0618",
        signs: &[],
        title: "no es una función",
        text: "Se llama con ( ) a algo que no es una función. Mira si otra variable tiene su mismo nombre, \
               o si falta un operador o una coma delante.",
    },
    Entry {
        code: "E0004",
        signs: &[],
        title: "al match le faltan casos",
        text: "Hay valores de los que el match no dice nada; la nota los nombra. Añádelos, o usa «_» para \
               los demás.",
    },
    Entry {
        code: "E0005",
        signs: &[],
        title: "el let no vale para todos los casos",
        text: "Ese patrón puede no cumplirse. Usa let … else { … } para decir qué pasa entonces, o if let.",
    },
    Entry {
        code: "E0023",
        signs: &[],
        title: "patrón con otro número de campos",
        text: "El patrón nombra más o menos campos de los que hay. Los que no interesan se dejan con «..».",
    },
    Entry {
        code: "E0063",
        signs: &[],
        title: "faltan campos",
        text: "Al crear la estructura hay que dar valor a todos sus campos.",
    },
    Entry {
        code: "E0046",
        signs: &[],
        title: "falta un método del trait",
        text: "Al impl le faltan métodos que el trait pide; la nota los nombra.",
    },
    Entry {
        code: "E0053",
        signs: &[],
        title: "el método no es como el del trait",
        text: "El trait fija los tipos de sus métodos, y estos son otros. Copia la firma de la nota.",
    },
    Entry {
        code: "E0204",
        signs: &[],
        title: "no puede ser Copy",
        text: "Un tipo con algún campo que no se copia bit a bit (String, Vec, un dueño de memoria) no \
               puede ser Copy. Déjalo en Clone, o en nada.",
    },
    Entry {
        code: "E0184",
        signs: &[],
        title: "Copy y Drop son incompatibles",
        text: "Si se copiara, se devolvería dos veces lo mismo. Lo que tiene Drop no puede ser Copy.",
    },
    Entry {
        code: "E0040",
        signs: &[],
        title: "drop no se llama a mano",
        text: "El método drop lo llama el compilador, una sola vez. Para soltar algo antes de tiempo, \
               drop(valor), que se queda con él.",
    },
    Entry {
        code: "E0015",
        signs: &[],
        title: "llamada que no se puede hacer al compilar",
        text: "El valor de una const o de una static se calcula al compilar, y esa función no es const. \
               Usa LazyLock, o calcúlalo dentro de main.",
    },
    Entry {
        code: "E0617",
        signs: &[],
        title: "argumento de una función de C con «…»",
        text: "A printf y las demás hay que darles los tipos que C espera: un c_int en vez de un u8, un \
               puntero en vez de una referencia.",
    },
    Entry {
        code: "E0600",
        signs: &[],
        title: "ese tipo no se niega",
        text: "Ni ! ni - funcionan con ese tipo. Un número sin signo no se puede cambiar de signo.",
    },
    Entry {
        code: "E0070",
        signs: &[],
        title: "a la izquierda de = no hay un sitio",
        text: "Solo se puede asignar a una variable, un campo, un elemento o *puntero. ¿Querías comparar, \
               con ==?",
    },
];
