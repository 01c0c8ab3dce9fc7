//! Los nombres de una descarga de Moodle («descargar todas las entregas»).
//!
//! Con carpetas: `Nombre Apellido_101_assignsubmission_file/…` (en descargas antiguas,
//! con otro `_` al final). Sin ellas: `Nombre Apellido_101_assignsubmission_file_lib.rs`.
//! El número es el del participante *en esa tarea*, no el de la persona. Cuando se
//! entrega en grupo, el nombre y el número son los del grupo; con entregas anónimas,
//! el nombre es la palabra «Participante», en el idioma del aula. Moodle cambia los
//! `_` del nombre por espacios: si hay uno, lo de delante lo puso el aula, y es el
//! nombre de usuario.

/// Lo que se lee en un nombre de la descarga.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Nombre, como lo dio el aula.
    pub name: String,
    /// Nombre de usuario, si el aula lo pone delante.
    pub username: Option<String>,
    /// El número del participante (o del grupo) en esta tarea.
    pub id: String,
    /// Qué se entregó así.
    pub kind: Submitted,
    /// Lo que sigue: el nombre del archivo, si la descarga es sin carpetas.
    pub rest: String,
}

/// De qué manera se entregó.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    /// Como archivo.
    File,
    /// Escrito en la propia página, o de otra manera que no es un archivo.
    Text,
}

/// La marca que Moodle pone en todos los nombres.
const MARK: &str = "_assignsubmission_";

/// Lo que dice el primer componente de una ruta, si es de una descarga de Moodle.
///
/// Vale la primera marca: lo que sigue a ella lo pudo elegir quien entrega.
pub fn parse(top: &str) -> Option<Label> {
    let (prefix, rest) = top.split_once(MARK)?;
    let (name, id) = prefix.rsplit_once('_')?;
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) || name.trim().is_empty() {
        return None;
    }
    let (kind, rest) = match rest.strip_prefix("file") {
        Some(rest) => (Submitted::File, rest),
        None => (Submitted::Text, rest),
    };
    let (username, name) = match name.split_once('_') {
        Some((username, name)) if !username.is_empty() && !name.trim().is_empty() => {
            (Some(username.to_owned()), name)
        }
        _ => (None, name),
    };
    Some(Label {
        name: if is_anonymous(name) {
            format!("{name} {id}")
        } else {
            name.to_owned()
        },
        username,
        id: id.to_owned(),
        kind,
        rest: rest.strip_prefix('_').unwrap_or(rest).to_owned(),
    })
}

/// Si es la palabra con la que Moodle tapa los nombres, en los idiomas de por aquí.
pub fn is_anonymous(name: &str) -> bool {
    matches!(name, "Participante" | "Participant" | "Partaidea")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn label(top: &str) -> (String, Option<String>, String, Submitted, String) {
        let label = parse(top).unwrap();
        (label.name, label.username, label.id, label.kind, label.rest)
    }

    #[test]
    fn the_names_of_every_kind_of_download_are_understood() {
        use Submitted::{File, Text};
        for (top, name, username, id, kind, rest) in [
            (
                "Ana López_101_assignsubmission_file",
                "Ana López",
                None,
                "101",
                File,
                "",
            ),
            (
                "Ana López_101_assignsubmission_file_",
                "Ana López",
                None,
                "101",
                File,
                "",
            ),
            (
                "Ana López_101_assignsubmission_file_lib.rs",
                "Ana López",
                None,
                "101",
                File,
                "lib.rs",
            ),
            (
                "Ana López_101_assignsubmission_onlinetext",
                "Ana López",
                None,
                "101",
                Text,
                "onlinetext",
            ),
            (
                "Participante_7_assignsubmission_file",
                "Participante 7",
                None,
                "7",
                File,
                "",
            ),
            (
                "Grupo A_12_assignsubmission_file",
                "Grupo A",
                None,
                "12",
                File,
                "",
            ),
            (
                "alu0100_Ana López_101_assignsubmission_file",
                "Ana López",
                Some("alu0100"),
                "101",
                File,
                "",
            ),
            (
                "Núñez Ñandú, \"Pepe\" =2+3_9_assignsubmission_file",
                "Núñez Ñandú, \"Pepe\" =2+3",
                None,
                "9",
                File,
                "",
            ),
        ] {
            let read = label(top);
            assert_eq!(read.0, name, "{top}");
            assert_eq!(read.1.as_deref(), username, "{top}");
            assert_eq!(
                (read.2.as_str(), read.3, read.4.as_str()),
                (id, kind, rest),
                "{top}"
            );
        }
    }

    #[test]
    fn what_the_student_names_never_changes_whose_it_is() {
        let read = label("Ana_101_assignsubmission_file_Luis_999_assignsubmission_file_lib.rs");

        assert_eq!((read.0.as_str(), read.2.as_str()), ("Ana", "101"));
    }

    #[test]
    fn other_names_are_not_of_moodle() {
        for top in [
            "Ana López",
            "tarea-ana",
            "_assignsubmission_file",
            "Ana_x_assignsubmission_file",
            "_5_assignsubmission_file",
        ] {
            assert_eq!(parse(top), None, "{top}");
        }
    }

    proptest! {
        #[test]
        fn a_name_comes_back_to_the_letter(
            name in "[^_/\\\\]{1,30}",
            id in 0_u32..,
            file in "[a-z _.()0-9]{0,20}",
        ) {
            prop_assume!(!name.trim().is_empty() && !is_anonymous(&name));
            let top = format!("{name}_{id}_assignsubmission_file_{file}");

            let read = label(&top);

            prop_assert_eq!((read.0, read.2, read.4), (name, id.to_string(), file));
        }

        #[test]
        fn any_text_is_read_or_set_aside(top in any::<String>()) {
            let _ = parse(&top);
        }
    }
}
