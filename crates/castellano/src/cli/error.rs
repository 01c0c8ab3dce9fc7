//! Los errores de uso: de los datos que guarda `clap` al texto completo.

use super::{
    message::{Phrases, string},
    usage,
};
use clap::{
    ArgAction, Command,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorFormatter, ErrorKind},
};
use std::{ffi::OsString, fmt::Write as _};

/// Un error de `clap` que se cuenta en español.
///
/// Conserva lo que ya sabe el de `clap`: `kind`, `exit_code`, `print`, `exit`.
pub type Error = clap::error::Error<Spanish>;

/// La manera española de contar un error; la usa `clap` a través de [`Error`].
#[derive(Debug)]
pub struct Spanish;

/// Pasa un error de `clap` al español y le dice qué orden lo ha visto.
pub(super) fn translate(error: clap::Error, command: &Command, args: &[OsString]) -> Error {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::DisplayVersion
    ) {
        return error.apply();
    }
    // Sin datos, solo hay un mensaje ya escrito: lo escribió quien lee el valor.
    if error.context().next().is_none() && error.kind() != ErrorKind::InvalidUtf8 {
        return with_message(error.kind(), written_message(&error), command, args);
    }
    finish(error.apply(), command, args)
}

/// Un error con su mensaje ya escrito.
pub(super) fn with_message(
    kind: ErrorKind,
    message: String,
    command: &Command,
    args: &[OsString],
) -> Error {
    let mut error = Error::new(kind).with_cmd(command);
    error.insert(ContextKind::Custom, ContextValue::String(message));
    finish(error, command, args)
}

/// El mensaje de un error que `clap` ya ha envuelto en su título y su despedida.
fn written_message(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let end = ["\n\nUsage:", "\n\nFor more information"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min()
        .unwrap_or(text.len());
    text[..end].trim_end().to_owned()
}

/// Añade al error lo que `clap` no guarda en él: cómo se pide la ayuda y qué órdenes hay.
fn finish(mut error: Error, root: &Command, args: &[OsString]) -> Error {
    let (command, path) = invoked(root, args);
    let root_path = (root, vec![program(root)]);
    let (asked, asked_path) = if help_flag(command).is_some() {
        (command, path)
    } else {
        root_path
    };
    if let Some(flag) = help_flag(asked) {
        let line = format!("{} {flag}", asked_path.join(" "));
        error.insert(ContextKind::SuggestedCommand, ContextValue::String(line));
    }
    if error.kind() == ErrorKind::MissingSubcommand {
        let orders = (command.get_subcommands())
            .filter(|sub| !sub.is_hide_set())
            .map(|sub| sub.get_name().to_owned())
            .collect();
        error.insert(ContextKind::ValidSubcommand, ContextValue::Strings(orders));
    }
    error
}

/// La orden a la que iban dirigidos los argumentos, y cómo se llama desde la raíz.
///
/// Es una aproximación para la última línea del mensaje: tras un error, `clap` no
/// dice qué orden estaba leyendo.
fn invoked<'a>(root: &'a Command, args: &[OsString]) -> (&'a Command, Vec<String>) {
    let mut command = root;
    let mut path = vec![program(root)];
    let words = args.iter().skip(1).take_while(|word| *word != "--");
    for word in words {
        if let Some(sub) = command.find_subcommand(word) {
            command = sub;
            path.push(sub.get_name().to_owned());
        }
    }
    (command, path)
}

fn program(root: &Command) -> String {
    let name = root.get_bin_name().unwrap_or_else(|| root.get_name());
    name.to_owned()
}

fn help_flag(command: &Command) -> Option<String> {
    let flag = command.get_arguments().find(|arg| {
        matches!(
            arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong
        )
    })?;
    flag.get_long()
        .map(|long| format!("--{long}"))
        .or_else(|| flag.get_short().map(|short| format!("-{short}")))
}

impl ErrorFormatter for Spanish {
    fn format_error(error: &Error) -> StyledStr {
        let phrases = Phrases::default();
        let title = phrases.styles.get_error();
        let mut out = StyledStr::new();
        let _ = write!(out, "{title}Error:{title:#} {}", phrases.message(error));
        for hint in phrases.hints(error) {
            let _ = write!(out, "\n  {hint}");
        }
        if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
            let _ = write!(out, "\n\n{}", usage::translate(usage).ansi());
        }
        if let Some(help) = string(error, ContextKind::SuggestedCommand) {
            let literal = phrases.styles.get_literal();
            let _ = write!(out, "\n\nPara ver la ayuda: {literal}{help}{literal:#}");
        }
        out.push_str("\n");
        out
    }
}
