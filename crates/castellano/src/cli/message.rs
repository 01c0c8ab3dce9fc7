//! Las frases de cada clase de error de uso.

use super::{arg::quoted, error::Error, reason};
use clap::{
    builder::{StyledStr, Styles},
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::{error::Error as _, fmt::Write as _};

pub(super) fn string(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

/// Uno o varios textos: `clap` guarda el mismo dato de las dos maneras.
fn strings(error: &Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn number(error: &Error, kind: ContextKind) -> isize {
    match error.get(kind) {
        Some(ContextValue::Number(number)) => *number,
        _ => 0,
    }
}

/// «1 valor», «2 valores».
fn values(count: isize) -> String {
    crate::plural(count, "valor", "valores")
}

fn given(count: isize) -> String {
    let verb = if count == 1 { "se dio" } else { "se dieron" };
    format!("{verb} {count}")
}

/// Las frases, con los colores que `clap` usa en los errores.
#[derive(Default)]
pub(super) struct Phrases {
    pub(super) styles: Styles,
}

impl Phrases {
    fn bad(&self, text: &str) -> String {
        let style = self.styles.get_invalid();
        format!("«{style}{text}{style:#}»")
    }

    fn good(&self, text: &str) -> String {
        let style = self.styles.get_valid();
        format!("«{style}{text}{style:#}»")
    }

    fn name(&self, text: &str) -> String {
        let style = self.styles.get_literal();
        format!("«{style}{text}{style:#}»")
    }

    pub(super) fn message(&self, error: &Error) -> String {
        if let Some(message) = string(error, ContextKind::Custom) {
            return message.to_owned();
        }
        let arg = string(error, ContextKind::InvalidArg).unwrap_or("?");
        let value = string(error, ContextKind::InvalidValue).unwrap_or_default();
        let order = string(error, ContextKind::InvalidSubcommand).unwrap_or("?");
        let actual = number(error, ContextKind::ActualNumValues);
        match error.kind() {
            ErrorKind::UnknownArgument => format!("no se esperaba el argumento {}", self.bad(arg)),
            ErrorKind::InvalidSubcommand => format!("no existe la orden {}", self.bad(order)),
            ErrorKind::InvalidValue if value.is_empty() => {
                format!("falta el valor de {}", self.name(arg))
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                self.invalid_value(error, arg, value)
            }
            ErrorKind::NoEquals => format!(
                "el valor de {} se escribe pegado, con el signo igual",
                self.name(arg)
            ),
            ErrorKind::TooManyValues => format!(
                "sobra el valor {}: {} no admite más",
                self.bad(value),
                self.name(arg)
            ),
            ErrorKind::TooFewValues => format!(
                "{} necesita al menos {}, pero {}",
                self.name(arg),
                values(number(error, ContextKind::MinValues)),
                given(actual)
            ),
            ErrorKind::WrongNumberOfValues => format!(
                "{} necesita {}, pero {}",
                self.name(arg),
                values(number(error, ContextKind::ExpectedNumValues)),
                given(actual)
            ),
            ErrorKind::ArgumentConflict => self.conflict(error),
            ErrorKind::MissingRequiredArgument => self.missing(error),
            ErrorKind::MissingSubcommand => {
                format!("falta decir qué orden de {}", self.name(order))
            }
            ErrorKind::InvalidUtf8 => {
                "un argumento contiene bytes que no son texto (UTF-8)".to_owned()
            }
            _ => "no se pueden usar estos argumentos".to_owned(),
        }
    }

    fn invalid_value(&self, error: &Error, arg: &str, value: &str) -> String {
        let (shown, arg) = (self.bad(value), self.name(arg));
        let mut text = format!("el valor {shown} no sirve para {arg}");
        if let Some(source) = error.source() {
            let _ = write!(text, ": {}", reason::of_error(source, value));
        }
        text
    }

    fn conflict(&self, error: &Error) -> String {
        let prior = strings(error, ContextKind::PriorArg);
        let this = match string(error, ContextKind::InvalidArg) {
            Some(arg) if prior == [arg] => {
                return format!("{} no se puede repetir", self.bad(arg));
            }
            Some(arg) => self.bad(arg),
            None => {
                let order = string(error, ContextKind::InvalidSubcommand).unwrap_or("?");
                format!("la orden {}", self.bad(order))
            }
        };
        let others: Vec<String> = prior.into_iter().map(|other| self.bad(other)).collect();
        if others.is_empty() {
            return format!("{this} no se puede usar con los demás argumentos");
        }
        format!("{this} no se puede usar junto con {}", others.join(", "))
    }

    fn missing(&self, error: &Error) -> String {
        let style = self.styles.get_valid();
        let missing = strings(error, ContextKind::InvalidArg);
        let mut text = String::from(match missing.len() {
            1 => "falta un argumento obligatorio:",
            _ => "faltan argumentos obligatorios:",
        });
        for arg in missing {
            let _ = write!(text, "\n  {style}{arg}{style:#}");
        }
        text
    }

    /// Lo que ayuda a corregir el error, una idea por línea.
    pub(super) fn hints(&self, error: &Error) -> Vec<String> {
        let mut hints = Vec::new();
        let lists = [
            (ContextKind::ValidValue, "valores posibles"),
            (ContextKind::ValidSubcommand, "órdenes"),
        ];
        for (kind, title) in lists {
            let style = self.styles.get_valid();
            let names: Vec<String> = strings(error, kind)
                .into_iter()
                .map(|name| format!("{style}{}{style:#}", quoted(name)))
                .collect();
            if !names.is_empty() {
                hints.push(format!("{title}: {}", names.join(", ")));
            }
        }
        let similar = [
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedArg,
            ContextKind::SuggestedValue,
        ];
        for kind in similar {
            let names: Vec<String> = strings(error, kind)
                .into_iter()
                // `help` es el nombre interno de la orden `ayuda`.
                .filter(|name| kind != ContextKind::SuggestedSubcommand || *name != "help")
                .map(|name| self.good(name))
                .collect();
            if !names.is_empty() {
                hints.push(format!("¿Querías decir {}?", alternatives(&names)));
            }
        }
        if let Some(ContextValue::StyledStrs(written)) = error.get(ContextKind::Suggested) {
            hints.extend(written.iter().map(|hint| self.written_hint(hint)));
        }
        hints
    }

    /// Las tres pistas que `clap` guarda ya redactadas; una desconocida se deja como está.
    fn written_hint(&self, hint: &StyledStr) -> String {
        let plain = hint.to_string();
        if let Some((value, written)) = between(&plain, "to pass '", "' as a value, use '", "'") {
            let (value, written) = (self.bad(value), self.good(written));
            return format!("Para pasar {value} como valor, escribe {written}");
        }
        if let Some((order, _)) = between(
            &plain,
            "subcommand '",
            "' exists; to use it, remove the '",
            "' before it",
        ) {
            return format!(
                "Existe la orden {}; para usarla, quita el «--» de delante",
                self.good(order)
            );
        }
        if let Some(written) = (plain.strip_prefix('\'')).and_then(|s| s.strip_suffix("' exists")) {
            return format!("Sí existe {}", self.good(written));
        }
        hint.ansi().to_string()
    }
}

/// Los dos trozos de un texto con la forma `antes A en_medio B después`.
fn between<'a>(
    text: &'a str,
    before: &str,
    middle: &str,
    after: &str,
) -> Option<(&'a str, &'a str)> {
    text.strip_prefix(before)?
        .strip_suffix(after)?
        .split_once(middle)
}

/// «a», «a o b», «a, b o c».
fn alternatives(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} o {last}", first.join(", ")),
        _ => names.concat(),
    }
}
