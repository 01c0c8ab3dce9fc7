//! Nombres que no están, que no se ven o que se repiten.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "E0425",
        signs: &[
            "cannot find value `PROT_",
            "cannot find value `MAP_",
            "cannot find value `NULL`",
            "cannot find value `null`",
            "cannot find value `nullptr`",
            "cannot find value `errno`",
            "cannot find value `void`",
            "cannot find value `int`",
            "cannot find value `EINTR`",
            "cannot find value `SIG",
            "cannot find value `WNOHANG`",
        ],
        title: "nombre de C",
        text: "Así se llama en C. En Rust, cada cosa va con su tipo delante: ProtFlags::PROT_READ, \
               MapFlags::MAP_SHARED, Errno::EINTR. NULL es None (o std::ptr::null_mut()), errno es \
               Errno::last(), y lo demás está en nix::libc.",
    },
    Entry {
        code: "E0425",
        signs: &[
            "cannot find value `Relaxed`",
            "cannot find value `Release`",
            "cannot find value `Acquire`",
            "cannot find value `AcqRel`",
            "cannot find value `SeqCst`",
        ],
        title: "falta Ordering::",
        text: "El orden de un atómico se escribe con su tipo: Ordering::Release, con use \
               std::sync::atomic::Ordering;.",
    },
    Entry {
        code: "E0425",
        signs: &["cannot find function"],
        title: "función que no existe",
        text: "Esa función no existe aquí. Mira si está bien escrita o si le falta un use: si la ayuda \
               propone uno, casi siempre es ese. Las llamadas al sistema están en nix (use \
               nix::unistd::fork;); las demás funciones de C, en nix::libc. Si es un método, va detrás \
               de un punto o de Self::.",
    },
    Entry {
        code: "E0425",
        signs: &["cannot find type"],
        title: "tipo que no existe",
        text: "Ese tipo no se conoce aquí. Mira si está bien escrito o si le falta un use (por ejemplo use \
               nix::unistd::Pid;).",
    },
    Entry {
        code: "E0425",
        signs: &[],
        title: "nombre que no existe",
        text: "Ese nombre no existe aquí. Mira si está bien escrito, si le falta un use o el tipo \
               delante (MessageError::Unterminated), si es un campo (self.len) o si la variable se \
               declaró dentro de otras llaves.",
    },
    // Con este código llegaba en versiones anteriores; ahora es un E0425 más.
    Entry {
        code: "E0412",
        signs: &[],
        title: "tipo que no existe",
        text: "Ese tipo no se conoce aquí. Mira si está bien escrito o si le falta un use (por ejemplo use \
               nix::unistd::Pid;).",
    },
    Entry {
        code: "E0405",
        signs: &[],
        title: "trait que no existe",
        text: "Ese trait no se conoce aquí. Mira si está bien escrito o si le falta un use.",
    },
    Entry {
        code: "E0433",
        signs: &["module or crate `libc`"],
        title: "libc está dentro de nix",
        text: "libc llega con nix: pon arriba use nix::libc;, o escribe nix::libc::… entero.",
    },
    Entry {
        code: "E0433",
        signs: &["the item is gated behind"],
        title: "esa parte de nix no está activada",
        text: "Existe en nix, pero el curso no trae esa parte. Usa la función de C, que está en \
               nix::libc, y convierte lo que devuelve con Errno::result.",
    },
    Entry {
        code: "E0433",
        signs: &["cannot find `paso…` in `crate`"],
        title: "los otros pasos no son parte del tuyo",
        text: "crate:: es lo que hay en tu archivo. A otro paso se le llama por su nombre, sin nada \
               delante: paso1::allocate.",
    },
    Entry {
        code: "E0433",
        signs: &[],
        title: "no se encuentra lo que va delante de «::»",
        text: "Casi siempre falta un use, y la ayuda dice cuál; o el nombre está mal escrito. Solo se \
               pueden usar la biblioteca estándar y las del curso (nix, y dentro de ella libc): otras \
               no están.",
    },
    Entry {
        code: "E0432",
        signs: &["unresolved import `libc"],
        title: "libc se trae desde nix",
        text: "libc llega con nix: use nix::libc;.",
    },
    Entry {
        code: "E0432",
        signs: &["the item is gated behind"],
        title: "ese use es de una parte de nix que no está",
        text: "Existe en nix, pero el curso no trae esa parte. Usa la función de C, que está en \
               nix::libc, y convierte lo que devuelve con Errno::result.",
    },
    Entry {
        code: "E0432",
        signs: &[],
        title: "use de algo que no existe",
        text: "Ese use apunta a algo que no existe: mira si está bien escrito y si es de la biblioteca \
               estándar o de nix. En su documentación se ve en qué módulo está cada cosa: \
               nix::sys::mman, nix::sys::wait, nix::unistd….",
    },
    Entry {
        code: "E0423",
        signs: &[],
        title: "es un tipo, no un valor",
        text: "Se usa el nombre de un tipo como si fuera un valor. Una estructura se crea con llaves: \
               Tipo { campo: valor }.",
    },
    Entry {
        code: "E0422",
        signs: &[],
        title: "eso que se crea no existe aquí",
        text: "No se conoce ningún tipo con ese nombre. Si es una variante, le falta delante el suyo: \
               MessageError::TooLong { … }; si no, un use.",
    },
    Entry {
        code: "E0531",
        signs: &[],
        title: "variante que no existe aquí",
        text: "No se conoce esa variante. Le falta delante su tipo: WaitStatus::Exited(…), o un use.",
    },
    Entry {
        code: "E0574",
        signs: &[],
        title: "self no es un tipo",
        text: "Para crear el valor se escribe Self, con mayúscula: Self { campo: … }.",
    },
    Entry {
        code: "E0530",
        signs: &[],
        title: "ese nombre ya es de otra cosa",
        text: "Un patrón no puede llamar a una variable como a algo que ya existe. Si es una variante, \
               le faltan sus paréntesis: Err(_), Some(_).",
    },
    Entry {
        code: "E0170",
        signs: &[],
        title: "variante sin su tipo delante",
        text: "Un nombre suelto en un patrón es una variable nueva, que lo acepta todo. Escribe la \
               variante entera: Errno::EINTR.",
    },
    Entry {
        code: "E0424",
        signs: &[],
        title: "falta self",
        text: "Dentro de un método hay que recibir self: fn f(&self) o fn f(&mut self). Una función que \
               crea el valor, como new, no lo tiene todavía: lo da con Self { campo: … }.",
    },
    Entry {
        code: "E0428",
        signs: &[],
        title: "nombre repetido",
        text: "Hay dos cosas con el mismo nombre en el mismo sitio. Quita una, o cámbiale el nombre.",
    },
    Entry {
        code: "E0252",
        signs: &[],
        title: "dos use con el mismo nombre",
        text: "Dos use traen cosas distintas que se llaman igual. Quita uno, o dale otro nombre con as.",
    },
    Entry {
        code: "E0434",
        signs: &[],
        title: "una fn no ve las variables de fuera",
        text: "Una fn escrita dentro de otra no ve sus variables. Pásaselas, o usa una clausura: |x| ….",
    },
    Entry {
        code: "E0435",
        signs: &[],
        title: "el tamaño tiene que ser constante",
        text: "La longitud de un array se sabe al compilar. Usa una const, o un Vec si depende de una \
               variable: vec![0; n].",
    },
    Entry {
        code: "E0599",
        signs: &["found for fn item"],
        title: "faltan los paréntesis de una llamada",
        text: "Lo que va delante del punto es la función, no lo que devuelve. Llámala: stdout().",
    },
    Entry {
        code: "E0599",
        signs: &[
            "found for struct `NonNull<",
            "found for struct `std::ptr::NonNull<",
        ],
        title: "el método es de lo que señala el puntero",
        text: "Un NonNull es un puntero, y el método es de lo que señala. Síguelo, dentro de unsafe: \
               p.as_ref(), que da una referencia, y después el método. Si es a c_void, antes \
               .cast::<T>().",
    },
    Entry {
        code: "E0599",
        signs: &[
            "no function or associated item named",
            "no associated item named",
            "no associated function or constant named",
            "no variant, associated function, or constant named",
            "no variant or associated item named",
        ],
        title: "el tipo no tiene nada con ese nombre",
        text: "Ese tipo no tiene ninguna función, constante o variante que se llame así. Mira el \
               nombre: la ayuda propone los que se parecen.",
    },
    Entry {
        code: "E0599",
        signs: &[
            "found for enum `Result<",
            "found for enum `Option<",
            "found for enum `std::result::Result<",
            "found for enum `std::option::Option<",
        ],
        title: "el método es de lo que hay dentro",
        text: "El método no es del Result o del Option, sino de lo que lleva dentro. Ábrelo antes con «?», \
               match o let … else.",
    },
    Entry {
        code: "E0599",
        signs: &["items from traits can only be used if the trait is in scope"],
        title: "falta el use del trait",
        text: "El método existe, pero lo trae un trait que aquí no se ve. La ayuda dice qué use falta.",
    },
    Entry {
        code: "E0599",
        signs: &[],
        title: "no hay nada con ese nombre en el tipo",
        text: "Ese tipo no tiene ese método. Mira el nombre y el tipo: quizá haya que pasar antes por \
               .as_ptr(), .as_bytes() o un Option abierto.",
    },
    Entry {
        code: "E0609",
        signs: &[],
        title: "campo que no existe",
        text: "Ese tipo no tiene ese campo. Mira el nombre; si es un puntero, hay que seguirlo antes: \
               (*puntero).campo, dentro de unsafe.",
    },
    Entry {
        code: "E0560",
        signs: &[],
        title: "campo que la estructura no tiene",
        text: "La estructura que se crea no tiene ese campo. Mira su definición.",
    },
    Entry {
        code: "E0610",
        signs: &[],
        title: "un número no tiene campos",
        text: "Detrás de un número no puede ir un campo. ¿Es esa la variable que querías?",
    },
    Entry {
        code: "E0615",
        signs: &[],
        title: "a un método se le llama con ( )",
        text: "Eso es un método, no un campo: llámalo con paréntesis.",
    },
    Entry {
        code: "E0603",
        signs: &[],
        title: "es privado",
        text: "Eso solo se ve dentro de su módulo. Si es tuyo, ponle pub; si es de una biblioteca, busca la \
               función pública que lo da.",
    },
    Entry {
        code: "E0616",
        signs: &[],
        title: "campo privado",
        text: "Ese campo solo se ve en el módulo de su tipo. Si es tuyo, ponle pub; si no, busca el método \
               que lo da.",
    },
    Entry {
        code: "E0624",
        signs: &[],
        title: "método privado",
        text: "Ese método solo se puede llamar en el módulo de su tipo. Si es tuyo, ponle pub.",
    },
    Entry {
        code: "E0601",
        signs: &[],
        title: "falta main",
        text: "Un programa empieza en fn main(), y aquí no hay ninguna. Mira si la borraste o si quedó \
               dentro de otras llaves.",
    },
    Entry {
        code: "E0407",
        signs: &[],
        title: "método que el trait no tiene",
        text: "Dentro de impl Trait for Tipo solo van los métodos del trait. Los tuyos van en otro bloque: \
               impl Tipo { … }.",
    },
    Entry {
        code: "",
        signs: &["error: cannot find macro"],
        title: "macro que no existe",
        text: "Esa macro no existe aquí. Mira el nombre: println!, eprintln!, assert_eq!, vec!….",
    },
];
