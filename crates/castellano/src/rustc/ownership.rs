//! De quién es cada valor, quién lo tiene prestado y hasta cuándo.

use super::Entry;

pub const KNOWN: &[Entry] = &[
    Entry {
        code: "E0382",
        signs: &["in previous iteration of loop"],
        title: "valor ya movido en la vuelta anterior",
        text: "La primera vuelta del bucle se queda con el valor, y la segunda ya no lo tiene. \
               Presta una referencia (&) o haz una copia con .clone() en cada vuelta.",
    },
    Entry {
        code: "E0382",
        signs: &[],
        title: "valor ya movido",
        text: "Se usa un valor que ya se movió: al pasarlo a una función, a una clausura o a otra \
               variable dejó de ser de quien lo tenía. Presta una referencia (&) o haz una copia \
               antes.",
    },
    Entry {
        code: "E0381",
        signs: &[],
        title: "variable sin valor",
        text: "La variable se declaró sin valor y por algún camino se llega aquí sin dárselo. \
               Dáselo al declararla, o en todas las ramas.",
    },
    Entry {
        code: "E0384",
        signs: &[],
        title: "variable que no es mut",
        text: "Se da un valor nuevo a una variable que no es mut. Si de verdad cambia, declárala \
               con let mut.",
    },
    Entry {
        code: "E0594",
        signs: &[],
        title: "se escribe en algo que solo se puede leer",
        text: "Lo que se cambia está detrás de una variable que no es mut o de una referencia &. \
               Declara let mut la variable, o pide una referencia &mut.",
    },
    Entry {
        code: "E0596",
        signs: &[],
        title: "préstamo &mut de algo que no es mut",
        text: "Se pide prestado para cambiarlo algo que no se puede cambiar. Declara la variable \
               con let mut, o el parámetro con &mut.",
    },
    Entry {
        code: "E0499",
        signs: &[],
        title: "dos préstamos &mut a la vez",
        text: "Solo puede haber una referencia &mut viva: acaba de usar la primera antes de pedir \
               la segunda. Para dos trozos de una misma región, split_at_mut da los dos de una vez.",
    },
    Entry {
        code: "E0502",
        signs: &["immutable borrow occurs here"],
        title: "se lee y se cambia a la vez",
        text: "Mientras alguien lee un valor con & nadie puede cambiarlo con &mut, ni al revés. \
               Acaba de usar el primer préstamo antes de pedir el segundo.",
    },
    Entry {
        code: "E0505",
        signs: &[],
        title: "se mueve algo que está prestado",
        text: "Se mueve (o se devuelve con drop) un valor mientras alguien lo tiene prestado: la \
               referencia señalaría algo que ya no está. Acaba de usar el préstamo antes.",
    },
    Entry {
        code: "E0506",
        signs: &[],
        title: "se cambia algo que está prestado",
        text: "Se cambia un valor mientras alguien lo tiene prestado. Acaba de usar el préstamo \
               antes.",
    },
    Entry {
        code: "E0503",
        signs: &[],
        title: "se usa algo que está prestado",
        text: "Se usa un valor mientras alguien lo tiene prestado para cambiarlo. Acaba de usar el \
               préstamo antes.",
    },
    Entry {
        code: "E0507",
        signs: &["takes ownership of the receiver `self`"],
        title: "el método se queda con el valor, y aquí está prestado",
        text: "Ese método recibe self: se quedaría con el valor, y aquí solo hay una referencia a él. \
               Llama a una función que reciba sus campos, o guarda el valor en un Option y sácalo con \
               take. No lo copies con Clone si es dueño de algo: se devolvería dos veces.",
    },
    Entry {
        code: "E0507",
        signs: &[],
        title: "no se puede sacar de una referencia",
        text: "Detrás de una referencia el valor es de otro, y sacarlo lo dejaría sin él. Usa una \
               referencia (&, .as_ref()), cópialo con .clone(), o sácalo dejando otro con \
               std::mem::take o Option::take.",
    },
    Entry {
        code: "E0509",
        signs: &[],
        title: "no se puede desmontar lo que tiene Drop",
        text: "Un valor con Drop se devuelve entero: no se le puede quitar un campo. Copia el \
               campo, guárdalo en un Option y usa take, o evita el Drop con std::mem::forget.",
    },
    Entry {
        code: "E0515",
        signs: &[],
        title: "referencia a algo que desaparece",
        text: "Se devuelve una referencia a algo que vive en la función y desaparece al salir. \
               Devuelve el valor mismo (por ejemplo un String en vez de un &str), o una referencia \
               a lo que se recibió.",
    },
    Entry {
        code: "E0597",
        signs: &[],
        title: "lo prestado no dura bastante",
        text: "Una referencia vive más que lo que señala. Declara antes el valor, o en un bloque \
               que dure más.",
    },
    Entry {
        code: "E0716",
        signs: &[],
        title: "valor temporal que desaparece",
        text: "Se guarda una referencia a un valor que nadie guarda, y desaparece al acabar la \
               línea. Ponle antes un nombre con let.",
    },
    Entry {
        code: "E0373",
        signs: &[],
        title: "la clausura dura más que sus variables",
        text: "La clausura puede vivir más que las variables que usa. Ponle move delante para que \
               se las quede.",
    },
    Entry {
        code: "E0521",
        signs: &[],
        title: "la referencia se escapa",
        text: "Una referencia prestada solo durante la llamada acaba en un sitio que dura más, como \
               un hilo o una estructura. Pasa el valor mismo, o pide que la referencia dure más.",
    },
    Entry {
        code: "E0106",
        signs: &[],
        title: "falta decir cuánto dura una referencia",
        text: "Hay una referencia y el compilador no sabe de qué viene. Si sale de un parámetro, \
               nombra su duración en los dos sitios: fn f<'a>(region: &'a [u8]) -> &'a str. En una \
               estructura, struct S<'a>.",
    },
    Entry {
        code: "E0261",
        signs: &[],
        title: "duración sin declarar",
        text: "Se usa una duración ('a) que nadie declaró. Ponla entre < > detrás del nombre de la \
               función o del tipo: fn f<'a>(…).",
    },
    Entry {
        code: "E0621",
        signs: &[],
        title: "falta una duración en un parámetro",
        text: "Lo que se devuelve sale de ese parámetro, y su tipo no lo dice. Ponle la misma \
               duración que a lo devuelto.",
    },
    Entry {
        code: "",
        signs: &["lifetime may not live long enough"],
        title: "una referencia no dura lo que se promete",
        text: "La firma promete una referencia que dura más que aquello de lo que sale. Mira de qué \
               parámetro viene y dale la misma duración, o devuelve el valor en vez de la \
               referencia.",
    },
];
