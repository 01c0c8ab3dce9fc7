//! E0308: se esperaba un tipo y llega otro. Es el error de cada día, y sus causas se
//! arreglan de maneras distintas.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "E0308",
        signs: &["expected because this is `Result<"],
        title: "un Result no se compara con un número",
        text: "En C se mira si lo devuelto es −1; en nix ya viene separado. Usa match, con sus \
               patrones, o «?».",
    },
    Entry {
        code: "E0308",
        signs: &[
            "this expression has type `Result<",
            "this expression has type `Option<",
        ],
        title: "se mira lo de dentro sin abrirlo",
        text: "Lo que se mira con match o con if let es un Result (o un Option), y el patrón es de lo \
               que lleva dentro. Ábrelo antes con «?», o escribe el patrón entero: Ok(…) y Err(…), \
               Some(…) y None.",
    },
    Entry {
        code: "E0308",
        signs: &["you might have meant to return this value"],
        title: "falta return",
        text: "Ese valor está a mitad de la función, y ahí se pierde. Para salir con él hace falta \
               return: return Err(…).",
    },
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
            "`match` arms have incompatible types",
            "`if` and `else` have incompatible types",
        ],
        title: "ramas de tipos distintos",
        text: "Todas las ramas de un if o de un match dan un valor del mismo tipo. Mira cuál se \
               distingue de las demás. La que no vuelve (return, _exit) no cuenta.",
    },
    Entry {
        code: "E0308",
        signs: &[
            "expected `Result<…found `Option<",
            "expected `Option<…found `Result<",
        ],
        title: "un Option no es un Result",
        text: "Se espera un Result y llega un Option, o al revés. ok_or(error) hace de un Option un \
               Result; ok(), de un Result un Option, y pierde el error.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `Result<…found `Result<"],
        title: "un Result, pero de otra cosa",
        text: "Los dos son Result, pero lo de dentro es distinto. Lo que salió bien se convierte con \
               map, o se abre con «?» y se vuelve a envolver con Ok(…); el error, con map_err.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `Result<(), …found `()`"],
        title: "falta Ok(())",
        text: "La función promete un Result y se acaba sin darlo. Si todo fue bien, su última línea es \
               Ok(()).",
    },
    Entry {
        code: "E0308",
        signs: &["expected `Result<…found `()`"],
        title: "un camino acaba sin dar nada",
        text: "Se espera un Result y por ese camino no se da ningún valor. Acábalo con Ok(…) o con \
               Err(…), sin punto y coma detrás, o con algo que no vuelva, como _exit.",
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
        text: "Se espera un Option y se da otra cosa. Si hay un valor, envuélvelo en Some(…); si no lo \
               hay (el 0 o el NULL de C), es None.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `Errno`"],
        title: "el error es un Errno",
        text: "El error de nix::Result es un Errno, no un número ni un texto. El de la última llamada \
               de C es Errno::last(); Errno::result(…) lo hace todo: convierte el −1 en Err.",
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
        signs: &[
            "expected `bool`, found `ProtFlags`",
            "expected `bool`, found `MapFlags`",
        ],
        title: "las opciones se juntan con |",
        text: "Dos barras, ||, son para condiciones. Las opciones de una llamada se juntan con una \
               sola: A | B.",
    },
    Entry {
        code: "E0308",
        signs: &["use parentheses to call this"],
        title: "falta llamar a la función",
        text: "Se da la función, y lo que hace falta es lo que devuelve. Llámala, con paréntesis.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `Pid`", "found `Pid`"],
        title: "un Pid no es un número",
        text: "El PID, en nix, es un Pid. De un número de C se hace con Pid::from_raw(n), y el número \
               se saca con .as_raw().",
    },
    Entry {
        code: "E0308",
        signs: &["expected `bool`, found"],
        title: "una condición es un bool",
        text: "En Rust un número o un puntero no son verdaderos ni falsos: compáralos (== 0, != 0). Un \
               Option se pregunta con is_some() o con if let.",
    },
    Entry {
        code: "E0308",
        signs: &["types differ in mutability"],
        title: "se pide &mut y llega &",
        text: "Hace falta una referencia que deje escribir y llega una de solo lectura, y esa no se \
               convierte en la otra. Búscala donde nace: &mut, as_mut_ptr, from_raw_parts_mut.",
    },
    Entry {
        code: "E0308",
        signs: &[
            "expected `*mut …found `NonNull<",
            "expected `*const …found `NonNull<",
        ],
        title: "un NonNull no es un puntero de C",
        text: "De un NonNull se saca el puntero con .as_ptr(). Si además tiene que señalar otro tipo, \
               .cast() antes: p.cast::<T>().as_ptr().",
    },
    Entry {
        code: "E0308",
        signs: &[
            "expected `NonNull<…found `*mut ",
            "expected `NonNull<…found `*const ",
        ],
        title: "un puntero de C puede ser nulo",
        text: "Un NonNull promete que no es nulo, y un puntero de C no promete nada. NonNull::new(p) lo \
               mira y da un Option: abre el None como el error que es.",
    },
    Entry {
        code: "E0308",
        signs: &[
            "expected `*mut …found `*mut ",
            "expected `*const …found `*mut ",
            "expected `*const …found `*const ",
        ],
        title: "un puntero a otro tipo",
        text: "El puntero señala un tipo y hace falta otro. Se cambia con .cast::<T>(): c_void quiere \
               decir «a lo que sea».",
    },
    Entry {
        code: "E0308",
        signs: &["expected `NonZero<", "found `NonZero<"],
        title: "un NonZeroUsize no es un usize",
        text: "Un NonZeroUsize es un número que nunca es 0. El número se saca con .get(); al revés, \
               NonZeroUsize::new(n) da un Option, que es None con el 0. Si lo que piden ya es \
               NonZeroUsize, pasa el que tienes.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `c_void`"],
        title: "el puntero no dice a qué señala",
        text: "Por un puntero a c_void no se puede leer ni escribir: no dice qué hay allí. Conviértelo \
               antes: p.cast::<AtomicU32>(), p.cast::<u8>()….",
    },
    Entry {
        code: "E0308",
        signs: &["expected `AtomicU", "expected `AtomicBool"],
        title: "a un atómico no se le asigna",
        text: "Un atómico se cambia con .store(valor, Ordering::Release) y se mira con \
               .load(Ordering::Acquire), también detrás de una referencia &.",
    },
    Entry {
        code: "E0308",
        signs: &["expected `u8`, found `char`", "expected `u8`, found `&str`"],
        title: "una letra no es un byte",
        text: "Un char es una letra, y puede ocupar hasta cuatro bytes. Los bytes de un texto los dan \
               .as_bytes() y .bytes(); el de una letra suelta se escribe b'a', y el NUL es 0.",
    },
    Entry {
        code: "E0308",
        signs: &[
            "expected `&[u8]`, found `&str`",
            "expected `&mut [u8]`, found `&",
        ],
        title: "un texto no es una región de bytes",
        text: "Los bytes de un texto, para leerlos, los da .as_bytes(). A una región no se le asigna \
               nada: se copia dentro de ella, por ejemplo con copy_from_slice.",
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
];
