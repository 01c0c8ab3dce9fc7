//! La hoja de calificaciones que da Moodle: quién está en la tarea y cuándo entregó.
//!
//! Se entiende en los idiomas de [`titles`], con comas o con puntos y coma. Aquí solo se
//! lee; quien la devuelve rellena parte de sus bytes, no de lo que aquí se entiende.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::Student;
use crate::titles;

use super::dates;
use super::name::shown;
use super::source;

/// La hoja.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Una fila por persona, en el orden de la hoja.
    pub rows: Vec<Row>,
    /// Si tiene la columna que dice cuándo entregó cada cual.
    pub dated: bool,
}

/// Una persona de la hoja.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Su número en esta tarea: el de «Participante 101».
    pub participant: Option<String>,
    /// Quién es.
    pub student: Student,
    /// Lo que dice el aula del estado de su entrega.
    pub status: String,
    /// Cuándo entregó, si se entiende.
    pub submitted_at: Option<Timestamp>,
    /// Cuándo entregó, como lo dice la hoja, si no se entiende.
    pub unread_date: Option<String>,
}

impl Roster {
    /// Lee la hoja de `path`. Sus fechas están en la zona `zone`.
    ///
    /// # Errores
    /// Si no se puede leer, o no tiene ninguna columna que diga quién es cada fila.
    pub fn read(path: &Path, zone: &TimeZone) -> Result<Self> {
        let bytes = fs::read(path)
            .with_context(|| format!("no se puede leer la hoja {}", path.display()))?;
        // Un libro de Excel o de LibreOffice es un zip por dentro.
        if bytes.starts_with(b"PK") {
            bail!(
                "{} no es un CSV, sino un zip o un libro de hoja de cálculo: descarga otra vez la \
                 hoja de calificaciones de la tarea de Moodle, y úsala sin abrirla",
                path.display()
            );
        }
        Self::parse(&bytes, zone).with_context(|| format!("la hoja {}", path.display()))
    }

    /// Lee una hoja.
    ///
    /// # Errores
    /// Si no es una tabla, o no dice de quién es cada fila.
    pub fn parse(bytes: &[u8], zone: &TimeZone) -> Result<Self> {
        let text = source::read(bytes).text;
        let mut table = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .flexible(true)
            .has_headers(true)
            .from_reader(text.as_bytes());
        let header = table
            .headers()
            .context("no se entiende como tabla")?
            .clone();
        let names: Vec<String> = header
            .iter()
            .map(|title| title.trim().to_lowercase())
            .collect();
        let column = |known: &[&str]| {
            let is_one = |title: &String| known.contains(&title.as_str());
            names.iter().position(is_one)
        };
        let submitted = names
            .iter()
            .position(|title| titles::is_submission_date(title));
        let of_somebody = [
            titles::IDENTIFIER,
            titles::NAME,
            titles::FIRST_NAME,
            titles::EMAIL,
            titles::USERNAME,
        ];
        if of_somebody.iter().all(|known| column(known).is_none()) {
            bail!(
                "no tiene ninguna columna que diga de quién es cada fila (Identificador, Nombre \
                 completo, Dirección de correo…); sus columnas son: {}",
                shown(&header.iter().collect::<Vec<_>>().join(", "))
            );
        }
        let mut rows = Vec::new();
        for record in table.records() {
            let record = record.context("no se entiende como tabla")?;
            let cell = |column: Option<usize>| {
                let text = column.and_then(|column| record.get(column));
                text.map(str::trim)
                    .filter(|text| !text.is_empty() && *text != "-")
            };
            let owned = |known| cell(column(known)).map(str::to_owned);
            let written = cell(submitted);
            let submitted_at = written.and_then(|date| dates::read(date, zone));
            rows.push(Row {
                participant: owned(titles::IDENTIFIER).and_then(|text| trailing_number(&text)),
                student: Student {
                    name: owned(titles::NAME)
                        .or_else(|| full_name(owned(titles::FIRST_NAME), owned(titles::LAST_NAME)))
                        .unwrap_or_default(),
                    email: owned(titles::EMAIL),
                    username: owned(titles::USERNAME),
                    id_number: owned(titles::ID_NUMBER),
                    group: owned(titles::GROUP),
                },
                status: owned(titles::STATUS).unwrap_or_default(),
                unread_date: written
                    .filter(|_| submitted_at.is_none())
                    .map(str::to_owned),
                submitted_at,
            });
        }
        Ok(Self {
            rows,
            dated: submitted.is_some(),
        })
    }
}

fn full_name(first: Option<String>, last: Option<String>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (one, other) => one.or(other),
    }
}

/// El número con el que acaba «Participante 101».
fn trailing_number(text: &str) -> Option<String> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| text[text.len() - digits..].to_owned())
}

/// Lo que separa las celdas: lo que más hay en la primera línea.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |byte: u8| first.bytes().filter(|other| *other == byte).count();
    [b',', b';', b'\t', b':']
        .into_iter()
        .max_by_key(|byte| count(*byte))
        .filter(|byte| count(*byte) > 0)
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANISH: &str = "\u{FEFF}\"Identificador\",\"Nombre completo\",\"Dirección de correo\",\
        \"Estado\",\"Calificación\",\"Calificación máxima\",\"La calificación puede ser \
        cambiada\",\"Última modificación (entrega)\",\"Última modificación \
        (calificación)\",\"Comentarios de retroalimentación\"\n\
        \"Participante 101\",\"Núñez Ñandú, \"\"Pepe\"\" =2+3\",pepe@uni.es,\"Enviado para calificar\",\
        \"\",\"10,00\",\"Sí\",\"domingo, 3 de mayo de 2026, 23:59\",\"-\",\"\"\n\
        \"Participante 7\",\"Ana\",ana@uni.es,\"Sin entrega\",,,,-,-,\n";

    #[test]
    fn the_spanish_worksheet_is_read_to_the_letter() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));

        let roster = Roster::parse(SPANISH.as_bytes(), &zone).unwrap();

        let pepe = &roster.rows[0];
        assert_eq!(pepe.participant.as_deref(), Some("101"));
        assert_eq!(pepe.student.name, "Núñez Ñandú, \"Pepe\" =2+3");
        assert_eq!(pepe.student.email.as_deref(), Some("pepe@uni.es"));
        assert_eq!(
            pepe.submitted_at,
            Some("2026-05-03T21:59:00Z".parse().unwrap())
        );
        assert_eq!(roster.rows[1].submitted_at, None);
        assert_eq!(roster.rows[1].unread_date, None);
    }

    #[test]
    fn the_english_one_with_semicolons_too() {
        let text = "Identifier;Full name;Email address;Status;Group;Grade;Last modified (submission)\n\
                    Participant 12;Ana;a@b.c;Submitted;Team 1;;\"Sunday, 3 May 2026, 11:59 PM\"\n";

        let roster = Roster::parse(text.as_bytes(), &TimeZone::UTC).unwrap();

        let row = &roster.rows[0];
        assert_eq!(row.participant.as_deref(), Some("12"));
        assert_eq!(row.student.group.as_deref(), Some("Team 1"));
        assert_eq!(
            row.submitted_at,
            Some("2026-05-03T23:59:00Z".parse().unwrap())
        );
    }

    #[test]
    fn whatever_the_language_of_the_site_who_and_when_are_read() {
        for text in [
            "Identificador,\"Nom complet\",\"Adreça electrònica\",Estat,Qualificació,\"Darrera \
             modificació (tramesa)\",\"Darrera modificació (qualificació)\"\n\"Participant \
             12\",Ana,a@b.c,Tramès,,\"diumenge, 3 maig 2026, 23:59\",-\n",
            "Identificador;Nome completo;Enderezo de correo;Estado;Cualificación;Última \
             modificación (entrega);Última modificación (cualificación)\nParticipante \
             12;Ana;a@b.c;Enviado;;\"domingo, 3 de maio de 2026, 23:59\";-\n",
            "Identifikatzailea,\"Izen osoa\",\"Helbide elektronikoa\",Egoera,\"Azken aldaketa \
             (bidalketa)\"\n\"Partaidea 12\",Ana,a@b.c,Bidalita,\"igandea, 2026(e)ko maiatzaren \
             3a, 23:59\"\n",
        ] {
            let roster = Roster::parse(text.as_bytes(), &TimeZone::UTC).unwrap();

            let row = &roster.rows[0];
            assert!(roster.dated, "{text}");
            assert_eq!(row.participant.as_deref(), Some("12"), "{text}");
            assert_eq!(row.student.name, "Ana", "{text}");
            assert_eq!(row.student.email.as_deref(), Some("a@b.c"), "{text}");
            assert_eq!(
                row.submitted_at,
                Some("2026-05-03T23:59:00Z".parse().unwrap()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_table_that_says_nothing_of_anybody_is_refused_with_its_columns() {
        let error = Roster::parse(b"a,b\n1,2\n", &TimeZone::UTC).unwrap_err();

        assert!(
            error.to_string().ends_with("sus columnas son: a, b"),
            "{error}"
        );
    }
}
