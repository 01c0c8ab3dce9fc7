//! Tipos que no casan y capacidades que faltan.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "E0277",
        signs: &["may not be safely transferred across an unwind boundary"],
        title: "catch_unwind no se fía de la clausura",
        text: "Tras un pánico, lo que la clausura tocaba puede haber quedado a medias, y el compilador \
               pide que lo asumas: catch_unwind(AssertUnwindSafe(f)). La firma no se cambia, ni se \
               llama a la clausura antes de tiempo.",
    },
    Entry {
        code: "E0277",
        signs: &["expected a `Fn"],
        title: "se da un valor donde se pide una función",
        text: "Ahí va algo a lo que llamar, no lo que devuelve: f, y no f(). Si solo quieres dar un \
               valor, una clausura: |_| valor.",
    },
    Entry {
        code: "E0277",
        signs: &["can only be applied to values that implement `Try`"],
        title: "«?» de algo que no es un Result",
        text: "El «?» solo abre un Result o un Option. Una función de C devuelve un número, y −1 si \
               falla: Errno::result(…)? hace la conversión.",
    },
    Entry {
        code: "E0277",
        signs: &["ErrnoSentinel` is not satisfied"],
        title: "Errno::result devuelve el número",
        text: "Errno::result mira si es −1 y, si no, devuelve el mismo número. Si la función promete \
               otra cosa, ábrelo con «?» y da el valor en la línea siguiente: Ok(()).",
    },
    Entry {
        code: "E0277",
        signs: &["AsFd` is not satisfied"],
        title: "un número no es un descriptor",
        text: "Desde hace unas versiones, nix no admite un número como descriptor: pide algo que lo \
               tenga abierto, como un File o un OwnedFd. Y el mmap sin archivo, el del −1 de C, es otra \
               función: mmap_anonymous.",
    },
    Entry {
        code: "E0277",
        signs: &["Pattern` is not satisfied"],
        title: "en un texto se buscan letras",
        text: "find y contains buscan en un &str letras o trozos de texto: '\\0', no 0. Para buscar un \
               byte, .bytes().position(|b| b == 0).",
    },
    Entry {
        code: "E0277",
        signs: &["the type `str` cannot be indexed by"],
        title: "un texto no se indexa por posiciones",
        text: "Las letras de un &str no ocupan todas lo mismo, así que no hay texto[i]. El byte i está \
               en texto.as_bytes()[i].",
    },
    Entry {
        code: "E0277",
        signs: &["cannot be indexed by `…Option<"],
        title: "el índice está en un Option",
        text: "La posición puede no existir: es un Option. Ábrelo antes con match, let … else u ok_or.",
    },
    Entry {
        code: "E0317",
        signs: &[],
        title: "falta el else de un if que da un valor",
        text: "El if se usa como valor, y sin else no hay valor cuando la condición es falsa. Añade el \
               else, o devuelve el valor con return dentro del if.",
    },
    Entry {
        code: "E0277",
        signs: &["the `?` operator can only be used"],
        title: "«?» fuera de sitio",
        text: "Con «?» el error sale de la función, así que tiene que devolver un Result (o un Option). \
               Cambia su firma, por ejemplo main() -> Result<(), Box<dyn std::error::Error>>, o decide \
               aquí con match qué hacer con el error. La de drop no se puede cambiar: ahí, let _ = ….",
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
        signs: &["cannot be applied to type `Result<"],
        title: "un Result no se compara con un número",
        text: "En C se mira si lo devuelto es −1; en nix ya viene separado. Usa match, con sus \
               patrones, o «?».",
    },
    Entry {
        code: "E0369",
        signs: &["to type `&Atomic", "to type `Atomic"],
        title: "a un atómico hay que mirarlo",
        text: "El número que hay en un atómico se saca con .load(Ordering::Acquire).",
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
        signs: &["`NonNull<"],
        title: "a un NonNull no se le sigue con *",
        text: "Un NonNull da su puntero con .as_ptr(), y ese sí se sigue, dentro de unsafe: \
               *p.as_ptr(). Si es a c_void, antes .cast::<T>().",
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
        text: "La llamada lleva más o menos argumentos de los que la función pide. Mira su firma en la \
               nota: en nix no siempre es la de C.",
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
        code: "E0026",
        signs: &[],
        title: "campo que el patrón no puede sacar",
        text: "Esa variante o estructura no tiene el campo que nombra el patrón. Mira los suyos en su \
               definición; en ForkResult, solo Parent lleva algo: { child }.",
    },
    Entry {
        code: "E0027",
        signs: &[],
        title: "al patrón le faltan campos",
        text: "Un patrón con llaves nombra todos los campos. Los que no interesan se dejan con «..».",
    },
    Entry {
        code: "E0533",
        signs: &[],
        title: "variante con campos entre llaves",
        text: "Esa variante lleva campos con nombre. Para crearla: Tipo::Variante { campo: valor }; en \
               un patrón, Tipo::Variante { campo } o, si no interesan, { .. }.",
    },
    Entry {
        code: "E0164",
        signs: &[],
        title: "la variante va con llaves",
        text: "Esa variante lleva campos con nombre: en un patrón se escribe con llaves, Tipo::Variante \
               { campo }, y no con paréntesis.",
    },
    Entry {
        code: "E0532",
        signs: &[],
        title: "ese patrón no es de esa variante",
        text: "La variante no tiene la forma del patrón: unas llevan paréntesis, Exited(…); otras, \
               llaves, Parent { … }; y otras, nada.",
    },
    Entry {
        code: "E0559",
        signs: &[],
        title: "campo que la variante no tiene",
        text: "Esa variante no tiene un campo con ese nombre. Mira los suyos en su definición.",
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
