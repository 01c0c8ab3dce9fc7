//! Los errores de `rustc` que más se encuentran en este curso.

use super::Explanation;

const KNOWN: [(&str, &str); 18] = [
    (
        "E0382",
        "Se usa un valor que ya se movió: al pasarlo a una función, a una clausura o a otra \
               variable dejó de ser de quien lo tenía. Presta una referencia (&) o haz una copia antes.",
    ),
    (
        "E0425",
        "Ese nombre no existe aquí. Mira si está bien escrito, si falta un use o si la variable \
               se declaró dentro de otras llaves.",
    ),
    (
        "E0433",
        "No se encuentra el módulo o el tipo que va delante de «::». Casi siempre falta un use, o \
               la biblioteca no es de las del curso (nix, libc y los pasos).",
    ),
    (
        "E0432",
        "Ese use apunta a algo que no existe: mira si está bien escrito y si la biblioteca es de \
               las del curso (nix, libc y los pasos).",
    ),
    (
        "E0308",
        "Los tipos no casan: el compilador esperaba uno (expected) y ha recibido otro (found). Un \
               punto y coma de más al final de un bloque también lo provoca.",
    ),
    (
        "E0502",
        "Se presta para cambiarlo algo que ya está prestado para leerlo. Acaba de usar el primer \
               préstamo antes de pedir el segundo.",
    ),
    (
        "E0499",
        "Se presta dos veces a la vez para cambiarlo. Solo puede haber una referencia &mut viva: \
               acaba de usar la primera antes de pedir la segunda.",
    ),
    (
        "E0505",
        "Se mueve un valor mientras alguien lo tiene prestado. Acaba de usar el préstamo antes.",
    ),
    (
        "E0506",
        "Se cambia un valor mientras alguien lo tiene prestado. Acaba de usar el préstamo antes.",
    ),
    (
        "E0597",
        "Una referencia vive más que lo que señala. Declara el valor antes, o en un bloque que dure más.",
    ),
    (
        "E0599",
        "Ese tipo no tiene ese método. Mira el nombre, si hay que desenvolver antes un Option o un \
               Result, o si falta el use del trait que lo trae.",
    ),
    (
        "E0277",
        "Al tipo le falta una capacidad (un trait) que aquí hace falta. Con «?», además, la función \
               tiene que devolver un Result o un Option.",
    ),
    (
        "E0384",
        "Se da un valor nuevo a una variable que no es mut. Si de verdad cambia, declárala con let mut.",
    ),
    (
        "E0596",
        "Se pide prestado para cambiarlo algo que no es mut. Declara la variable con let mut, o la \
               referencia con &mut.",
    ),
    (
        "E0133",
        "Esa operación solo se permite dentro de un bloque unsafe: quien lo escribe responde de que se \
               cumplen sus condiciones. Di cuáles en un comentario.",
    ),
    (
        "E0061",
        "La llamada lleva más o menos argumentos de los que la función pide.",
    ),
    (
        "E0373",
        "La clausura puede vivir más que las variables que usa. Ponle move delante para que se las quede.",
    ),
    (
        "E0004",
        "Al match le falta algún caso. Añádelo, o usa «_» para los demás.",
    ),
];

/// Mensajes de `rustc` que no llevan código.
const UNCODED: [(&str, &str, &str); 3] = [
    (
        "expected `;`",
        "falta «;»",
        "Falta un punto y coma al final de la instrucción anterior.",
    ),
    (
        "this file contains an unclosed delimiter",
        "llaves",
        "Queda sin cerrar una llave, un corchete o un paréntesis.",
    ),
    (
        "linking with `cc` failed",
        "enlazado",
        "El programa se ha entendido, pero no se ha podido enlazar. ¿Está instalado el compilador de C?",
    ),
];

/// Las explicaciones de los errores que nombra `said`, sin repetir.
pub fn explain(said: &str) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = Vec::new();
    for line in said.lines().filter(|line| line.starts_with("error")) {
        let coded = KNOWN
            .iter()
            .find(|(code, _)| line.starts_with(&format!("error[{code}]")));
        let coded = coded.map(|(code, text)| (*code, *text));
        let uncoded = UNCODED.iter().find(|(start, ..)| line.contains(start));
        let Some((name, text)) = coded.or(uncoded.map(|(_, name, text)| (*name, *text))) else {
            continue;
        };
        if found.iter().all(|known| known.name != name) {
            found.push(Explanation {
                name: name.into(),
                text: text.into(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_error_se_explica_una_vez_y_en_orden() {
        let said = "warning: unused variable: `x`\nerror[E0425]: cannot find value `y`\n\
                    error[E0382]: use of moved value: `a`\nerror[E0425]: cannot find value `z`\n\
                    error[E0999]: something else\nerror: expected `;`, found `}`\n";

        let names: Vec<_> = explain(said).into_iter().map(|e| e.name).collect();

        assert_eq!(names, ["E0425", "E0382", "falta «;»"]);
    }
}
