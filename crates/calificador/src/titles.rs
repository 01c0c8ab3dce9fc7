//! Los rótulos de la hoja de calificaciones de Moodle, en los idiomas de por aquí.
//!
//! La hoja se lee dos veces, y con dos fines: para saber quién está en la clase y para
//! devolverla rellenada. Las dos usan estas listas: si una entendiera un idioma que la otra
//! no, saldría una hoja rellenada sin haber visto quién llegó tarde. En español, inglés,
//! catalán y valenciano, gallego, euskera y portugués, en minúsculas.

/// El número de participante.
pub const IDENTIFIER: &[&str] = &[
    "identificador",
    "identifier",
    "identifikatzailea",
    "id",
    "identificación",
];
/// El nombre completo.
pub const NAME: &[&str] = &[
    "nombre completo",
    "full name",
    "nom complet",
    "nome completo",
    "izen-deiturak",
    "izen osoa",
    "nombre completo del usuario",
];
/// El nombre de pila, si va aparte.
pub const FIRST_NAME: &[&str] = &["nombre", "first name", "nom", "nome", "izena"];
/// Los apellidos, si van aparte.
pub const LAST_NAME: &[&str] = &[
    "apellido(s)",
    "apellidos",
    "last name",
    "surname",
    "cognom(s)",
    "cognoms",
    "apelido(s)",
    "apelidos",
    "apelido",
    "sobrenome",
    "deitura(k)",
    "deiturak",
    "abizenak",
];
/// El correo.
pub const EMAIL: &[&str] = &[
    "dirección de correo",
    "dirección email",
    "dirección de correo electrónico",
    "correo electrónico",
    "correo",
    "email address",
    "email",
    "e-mail",
    "adreça electrònica",
    "adreça de correu",
    "adreça de correu electrònic",
    "correu electrònic",
    "enderezo de correo",
    "enderezo electrónico",
    "enderezo de correo electrónico",
    "helbide elektronikoa",
    "e-posta helbidea",
    "e-posta",
    "endereço de e-mail",
    "endereço de email",
    "endereço de correio eletrónico",
];
/// El nombre de usuario.
pub const USERNAME: &[&str] = &[
    "nombre de usuario",
    "usuario",
    "username",
    "nom d'usuari",
    "usuari",
    "nome de usuario",
    "erabiltzaile-izena",
    "nome de usuário",
    "nome de utilizador",
];
/// El número de matrícula.
pub const ID_NUMBER: &[&str] = &[
    "número de id",
    "número id",
    "id number",
    "idnumber",
    "dni",
    "número d'identificació",
    "número de identificación",
    "id zenbakia",
    "número de identificação",
];
/// El grupo.
pub const GROUP: &[&str] = &[
    "grupo", "group", "grupos", "groups", "grup", "grups", "taldea", "taldeak",
];
/// El estado de la entrega.
pub const STATUS: &[&str] = &["estado", "status", "estat", "egoera"];
/// La nota.
pub const GRADE: &[&str] = &[
    "calificación",
    "grade",
    "qualificació",
    "cualificación",
    "kalifikazioa",
    "nota",
    "avaliação",
    "classificação",
];
/// La nota máxima.
pub const MAXIMUM: &[&str] = &[
    "calificación máxima",
    "maximum grade",
    "qualificació màxima",
    "cualificación máxima",
    "gehieneko kalifikazioa",
    "nota máxima",
    "avaliação máxima",
    "classificação máxima",
    "max grade",
];
/// Cómo empieza la de comentarios, que cambia más de una versión a otra.
pub const FEEDBACK: &[&str] = &[
    "comentarios",
    "feedback comments",
    "comentaris",
    "comentários",
    "feedback-iruzkinak",
    "iruzkinak",
];
/// La de si la nota se puede cambiar lleva una palabra de esta lista…
pub const LOCK_SUBJECT: &[&str] = &[
    "calific", "grade", "qualific", "cualific", "kalifik", "nota",
];
/// … y otra de esta.
pub const LOCK_VERB: &[&str] = &["camb", "chang", "canvi", "alda", "alter", "modificad"];
/// Que no se puede.
pub const NO: &[&str] = &["no", "non", "ez", "não", "nao"];

/// Las dos fechas se titulan «Última modificación (…)», y lo que va entre paréntesis cambia
/// mucho de un país a otro: la de la nota se reconoce, y la otra es la de la entrega.
const MODIFIED: &[&str] = &["modif", "aldaketa", "aldatu"];
const OF_THE_GRADE: &[&str] = &[
    "calific",
    "grade",
    "grading",
    "qualific",
    "cualific",
    "kalifik",
    "nota",
    "avalia",
    "classific",
];

/// Si `title`, en minúsculas, es el de la fecha de la entrega.
pub fn is_submission_date(title: &str) -> bool {
    let says = |text: &str, roots: &[&str]| roots.iter().any(|root| text.contains(root));
    title
        .split_once('(')
        .is_some_and(|(what, of)| says(what, MODIFIED) && !says(of, OF_THE_GRADE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_the_submission_is_told_from_that_of_the_grade() {
        for title in [
            "última modificación (entrega)",
            "última modificación (envío)",
            "last modified (submission)",
            "darrera modificació (tramesa)",
            "azken aldaketa (bidalketa)",
            "última modificação (envio)",
        ] {
            assert!(is_submission_date(title), "{title}");
        }
        for title in [
            "última modificación (calificación)",
            "last modified (grade)",
            "darrera modificació (qualificació)",
            "última modificación (cualificación)",
            "la calificación puede ser cambiada",
            "calificación",
        ] {
            assert!(!is_submission_date(title), "{title}");
        }
    }
}
