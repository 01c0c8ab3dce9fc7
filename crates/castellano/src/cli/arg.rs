//! La ayuda de un argumento, con sus notas entre corchetes.

use clap::{
    Arg,
    builder::{PossibleValue, StyledStr},
};

/// Pone en español las notas que `clap` añade a la ayuda de un argumento.
///
/// `clap` las escribe en inglés, así que se le pide que las calle y pasan a ser
/// parte del texto de ayuda. Solo vale para una orden ya construida: antes, un
/// indicador sin valor todavía parece que lo lleva.
pub(super) fn with_spanish_notes(arg: Arg) -> Arg {
    let values = visible_values(&arg);
    let explained = values.iter().any(|value| value.get_help().is_some());
    let common: Vec<String> = [default_note(&arg), alias_note(&arg)]
        .into_iter()
        .flatten()
        .collect();
    let values_note = values_note(&values);

    let short_notes: Vec<String> = common.iter().chain(&values_note).cloned().collect();
    if short_notes.is_empty() {
        return arg;
    }
    let short = arg.get_help().or_else(|| arg.get_long_help());
    let short = joined(short, &short_notes.join(" "), " ");

    let long = arg.get_long_help().or_else(|| arg.get_help());
    let long = if explained {
        let long = joined(long, &explained_values(&values), "\n\n");
        joined(Some(&long), &common.join("\n"), "\n\n")
    } else {
        joined(long, &short_notes.join("\n"), "\n\n")
    };

    // El mapa de nombres ya está construido: los alias siguen valiendo.
    arg.help(short)
        .long_help(long)
        .hide_default_value(true)
        .hide_possible_values(true)
        .visible_alias(None)
        .visible_short_alias(None)
}

fn joined(text: Option<&StyledStr>, addition: &str, separator: &str) -> StyledStr {
    let mut whole = text.cloned().unwrap_or_default();
    if !addition.is_empty() {
        if whole != StyledStr::default() {
            whole.push_str(separator);
        }
        whole.push_str(addition);
    }
    whole
}

fn default_note(arg: &Arg) -> Option<String> {
    let defaults: Vec<String> = arg
        .get_default_values()
        .iter()
        .map(|value| quoted(&value.to_string_lossy()))
        .collect();
    let shown =
        arg.get_action().takes_values() && !arg.is_hide_default_value_set() && !defaults.is_empty();
    shown.then(|| format!("[por omisión: {}]", defaults.join(" ")))
}

fn alias_note(arg: &Arg) -> Option<String> {
    let short = arg.get_visible_short_aliases().unwrap_or_default();
    let long = arg.get_visible_aliases().unwrap_or_default();
    let names: Vec<String> = short
        .iter()
        .map(|name| format!("-{name}"))
        .chain(long.iter().map(|name| format!("--{name}")))
        .collect();
    (!names.is_empty()).then(|| format!("[alias: {}]", names.join(", ")))
}

fn visible_values(arg: &Arg) -> Vec<PossibleValue> {
    if arg.is_hide_possible_values_set() {
        return Vec::new();
    }
    let mut values = arg.get_possible_values();
    values.retain(|value| !value.is_hide_set());
    values
}

fn values_note(values: &[PossibleValue]) -> Option<String> {
    let names: Vec<String> = values
        .iter()
        .map(|value| quoted(value.get_name()))
        .collect();
    (!names.is_empty()).then(|| format!("[valores posibles: {}]", names.join(", ")))
}

fn explained_values(values: &[PossibleValue]) -> String {
    let width = values
        .iter()
        .map(|value| value.get_name().chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::from("Valores posibles:");
    for value in values {
        let name = value.get_name();
        text.push_str("\n- ");
        text.push_str(name);
        if let Some(help) = value.get_help() {
            let padding = " ".repeat(width - name.chars().count() + 1);
            text.push(':');
            text.push_str(&padding);
            text.push_str(&help.ansi().to_string());
        }
    }
    text
}

/// Entre comillas lo que en una terminal habría que escribir entre comillas.
pub(super) fn quoted(value: &str) -> String {
    if value.is_empty() || value.contains(char::is_whitespace) {
        format!("{value:?}")
    } else {
        value.to_owned()
    }
}
