//! Una sección del archivo y sus claves, que saben decir dónde están.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::number;
use crate::assignment::exact::Exact;
use crate::assignment::problem::{Problem, Text};

/// Una tabla de TOML.
pub struct Section<'a> {
    source: Text<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
}

/// Una clave y su valor.
pub struct Field<'a> {
    source: Text<'a>,
    /// La clave.
    pub key: &'a str,
    key_span: Range<usize>,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Section<'a> {
    /// El archivo entero.
    pub fn root(source: Text<'a>, table: &'a Spanned<DeTable<'a>>) -> Self {
        Self {
            source,
            table: table.get_ref(),
            span: 0..0,
        }
    }

    /// Las claves, en el orden en que se escribieron.
    pub fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let source = self.source;
        let mut fields: Vec<Field<'a>> = self
            .table
            .iter()
            .map(|(key, value)| Field {
                source,
                key: key.get_ref().as_ref(),
                key_span: key.span(),
                value,
            })
            .collect();
        fields.sort_by_key(|field| field.key_span.start);
        fields.into_iter()
    }

    /// La clave `key`, si está.
    pub fn get(&self, key: &str) -> Option<Field<'a>> {
        self.fields().find(|field| field.key == key)
    }

    /// La sección `[key]`, si está.
    pub fn section(&self, key: &str) -> Result<Option<Self>, Problem> {
        let Some(field) = self.get(key) else {
            return Ok(None);
        };
        match field.value.get_ref() {
            DeValue::Table(table) => Ok(Some(Self {
                source: self.source,
                table,
                span: field.key_span.clone(),
            })),
            _ => Err(field.wrong(
                format!("«{key}» es una sección, no un valor"),
                format!("Escribe [{key}] en una línea, y debajo lo suyo."),
            )),
        }
    }

    /// Exige que no haya otras claves que `valid`.
    pub fn only(&self, valid: &[&str]) -> Result<(), Problem> {
        match self.fields().find(|field| !valid.contains(&field.key)) {
            None => Ok(()),
            Some(field) => Err(field.unknown(valid, "no se conoce la clave")),
        }
    }

    /// Falta algo en esta sección.
    pub fn missing(&self, message: impl Into<String>, help: impl Into<String>) -> Problem {
        self.source.problem(self.span.clone(), message, help)
    }
}

impl<'a> Field<'a> {
    /// El valor no vale.
    pub fn wrong(&self, message: impl Into<String>, help: impl Into<String>) -> Problem {
        self.source.problem(self.value.span(), message, help)
    }

    /// La clave no vale.
    pub fn wrong_key(&self, message: impl Into<String>, help: impl Into<String>) -> Problem {
        self.source.problem(self.key_span.clone(), message, help)
    }

    /// La clave no es ninguna de `valid`.
    pub fn unknown(&self, valid: &[&str], what: &str) -> Problem {
        let near = valid
            .iter()
            .min_by_key(|name| distance(name, self.key))
            .filter(|name| distance(name, self.key) <= 2);
        let guess = near.map_or(String::new(), |name| format!("¿Querías decir «{name}»? "));
        self.wrong_key(
            format!("{what} «{}»", self.key),
            format!("{guess}Vale: {}.", valid.join(", ")),
        )
    }

    /// Un texto.
    pub fn text(&self) -> Result<&'a str, Problem> {
        self.value.get_ref().as_str().ok_or_else(|| {
            self.wrong(
                "tiene que ser un texto",
                format!("Ponlo entre comillas: {} = \"…\".", self.key),
            )
        })
    }

    /// Una fecha, entre comillas o sin ellas.
    pub fn date_text(&self) -> Result<String, Problem> {
        match self.value.get_ref() {
            DeValue::Datetime(date) => Ok(date.to_string()),
            _ => self.text().map(str::to_owned),
        }
    }

    /// Un número, exacto: se lee de como está escrito, sin pasar por coma flotante.
    pub fn number(&self, help: &str) -> Result<Exact, Problem> {
        let written = match self.value.get_ref() {
            DeValue::Integer(value) if value.radix() == 10 => value.as_str(),
            DeValue::Float(value) => value.as_str(),
            DeValue::String(value) => value,
            _ => "",
        };
        number(written).ok_or_else(|| self.wrong("no es un número que valga aquí", help))
    }

    /// Una de `options`, que se reconoce sin mirar mayúsculas, tildes ni guiones bajos.
    pub fn choice<'o>(&self, options: &[&'o str]) -> Result<&'o str, Problem> {
        let help = || format!("Vale: {}.", quoted(options));
        let written = self
            .value
            .get_ref()
            .as_str()
            .ok_or_else(|| self.wrong("tiene que ser un texto entre comillas", help()))?;
        let found = options.iter().find(|option| bare(option) == bare(written));
        found
            .copied()
            .ok_or_else(|| self.wrong(format!("«{written}» no es ninguna de las opciones"), help()))
    }
}

fn quoted(options: &[&str]) -> String {
    let quoted: Vec<String> = options
        .iter()
        .map(|option| format!("\"{option}\""))
        .collect();
    quoted.join(", ")
}

/// `text` como lo escribiría quien no pone tildes.
fn bare(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' => 'u',
            '_' | '-' => ' ',
            other => other,
        })
        .collect()
}

/// Letras que hay que cambiar, poner o quitar para ir de `a` a `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, &right) in b.iter().enumerate() {
            let change = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
