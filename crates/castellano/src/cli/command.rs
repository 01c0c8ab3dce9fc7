//! La ayuda de una orden y de todas las que cuelgan de ella.
//!
//! Va en dos tiempos porque `clap` completa la orden al construirla: lo que debe
//! entender (`--ayuda`) tiene que estar antes; lo que debe mostrar solo se conoce
//! después.

use super::{arg::with_spanish_notes, usage};
use clap::{Arg, ArgAction, Command, builder::StyledStr};
use std::fmt::Write as _;

/// Ancho máximo de la ayuda, en columnas: más allá cuesta seguir las líneas.
const MAX_WIDTH: usize = 100;

/// Lo que `clap` pone en la orden `help` que añade él; así se distingue de una propia.
const BUILT_IN_HELP_ABOUT: &str = "Print this message or the help of the given subcommand(s)";
const HELP_ABOUT: &str = "Muestra esta ayuda o la de otra orden";

/// Detrás de cualquier otra cosa, como las pondría `clap`.
const LAST: usize = 1000;

pub(super) fn spanish(command: Command) -> Command {
    let mut command = with_spanish_flags(command, Flags::default());
    command.build();
    with_spanish_help(command)
}

/// Lo que una orden hereda de la que la contiene, que aún no se ha construido.
#[derive(Clone, Copy, Default)]
struct Flags {
    help_disabled: bool,
    version_disabled: bool,
    version_propagated: bool,
}

fn with_spanish_flags(command: Command, inherited: Flags) -> Command {
    let has_version = command.get_version().is_some() || command.get_long_version().is_some();
    // `clap` da por desactivada la opción si la orden no tiene versión propia.
    let version_disabled =
        inherited.version_disabled || (has_version && command.is_disable_version_flag_set());
    let flags = Flags {
        help_disabled: inherited.help_disabled || command.is_disable_help_flag_set(),
        version_disabled,
        version_propagated: inherited.version_propagated || command.is_propagate_version_set(),
    };
    let version = (has_version || inherited.version_propagated) && !version_disabled;
    let detailed = has_detailed_help(&command);

    let mut command = command.mut_subcommands(|sub| with_spanish_flags(sub, flags));
    if !flags.help_disabled {
        command = command.disable_help_flag(true).arg(help_flag(detailed));
    }
    if version {
        command = command.disable_version_flag(true).arg(version_flag());
    }
    command
}

fn help_flag(detailed: bool) -> Arg {
    let flag = Arg::new("help")
        .short('h')
        .long("ayuda")
        .alias("help")
        .action(ArgAction::Help)
        .display_order(LAST)
        .help_heading(None);
    if detailed {
        flag.help("Muestra la ayuda breve (con --ayuda, la completa)")
            .long_help("Muestra la ayuda completa (con -h, la breve)")
    } else {
        flag.help("Muestra esta ayuda")
    }
}

fn version_flag() -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .display_order(LAST + 1)
        .help_heading(None)
        .help("Muestra la versión")
}

/// Si `--ayuda` dirá más que `-h`, con las mismas reglas que aplica `clap`.
fn has_detailed_help(command: &Command) -> bool {
    let detailed = |arg: &Arg| {
        let explained = arg.get_action().takes_values()
            && !arg.is_hide_possible_values_set()
            && (arg.get_possible_values().iter())
                .any(|value| !value.is_hide_set() && value.get_help().is_some());
        !arg.is_hide_set()
            && (arg.get_long_help().is_some()
                || arg.is_hide_long_help_set()
                || arg.is_hide_short_help_set()
                || explained)
    };
    command.get_long_about().is_some()
        || command.get_before_long_help().is_some()
        || command.get_after_long_help().is_some()
        || command.get_arguments().any(detailed)
}

fn with_spanish_help(command: Command) -> Command {
    let help = command.get_subcommands().any(is_built_in_help);
    let mut command = command
        .mut_subcommands(with_spanish_help)
        .mut_subcommands(with_alias_note)
        .mut_args(with_spanish_notes)
        .subcommand_help_heading("Órdenes")
        .subcommand_value_name("ORDEN")
        .max_term_width(MAX_WIDTH);
    if help {
        command = with_help_order(command);
    }
    with_template(command)
}

fn is_built_in_help(command: &Command) -> bool {
    let about = command.get_about().map(ToString::to_string);
    command.get_name() == "help" && about.as_deref() == Some(BUILT_IN_HELP_ABOUT)
}

/// La orden `ayuda`: quien la atiende es la `help` de `clap`, que no admite otro nombre.
///
/// La que se ve en la lista es solo el rótulo. Va detrás de la auténtica, que
/// tiene `ayuda` como alias, y `clap` se queda con la primera que encuentra.
fn with_help_order(command: Command) -> Command {
    let program = command
        .get_bin_name()
        .unwrap_or_else(|| command.get_name())
        .to_owned();
    command
        .mut_subcommand("help", |help| {
            let usage = format!("{program} ayuda [ORDEN]...");
            with_template(help.about(HELP_ABOUT).override_usage(usage))
                .alias("ayuda")
                .hide(true)
        })
        .subcommand(Command::new("ayuda").about(HELP_ABOUT).display_order(LAST))
}

/// Los alias visibles pasan al texto: con más de uno, `clap` escribe «aliases».
fn with_alias_note(command: Command) -> Command {
    let visible: Vec<String> = command.get_visible_aliases().map(str::to_owned).collect();
    if visible.is_empty() {
        return command;
    }
    let all: Vec<String> = command.get_all_aliases().map(str::to_owned).collect();
    let mut about = command.get_about().cloned().unwrap_or_default();
    let _ = write!(about, " [alias: {}]", visible.join(", "));
    command.about(about).visible_alias(None).aliases(all)
}

fn with_template(mut command: Command) -> Command {
    let usage = usage::translate(&command.render_usage());
    let grouped = command.is_flatten_help_set()
        || (command.get_arguments()).any(|arg| arg.get_help_heading().is_some());
    let sections = if grouped {
        command = command.mut_args(with_default_heading);
        "\n\n{all-args}".to_owned()
    } else {
        sections(&command)
    };
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{}{sections}{{after-help}}",
        usage.ansi()
    );
    command.help_template(StyledStr::from(template))
}

fn with_default_heading(arg: Arg) -> Arg {
    match arg.get_help_heading() {
        Some(_) => arg,
        None if arg.is_positional() => arg.help_heading("Argumentos"),
        None => arg.help_heading("Opciones"),
    }
}

/// Las secciones de siempre, en el orden de siempre y solo si tienen algo dentro.
fn sections(command: &Command) -> String {
    let header = command.get_styles().get_header();
    let visible = |positional: bool| {
        (command.get_arguments()).any(|arg| arg.is_positional() == positional && !arg.is_hide_set())
    };
    let orders = command.get_subcommands().any(|sub| !sub.is_hide_set());
    let sections = [
        (orders, "Órdenes", "subcommands"),
        (visible(true), "Argumentos", "positionals"),
        (visible(false), "Opciones", "options"),
    ];
    let mut template = String::new();
    for (_, title, tag) in sections.iter().filter(|(present, ..)| *present) {
        let _ = write!(template, "\n\n{header}{title}:{header:#}\n{{{tag}}}");
    }
    template
}
