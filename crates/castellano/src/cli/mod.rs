//! `clap` en español: ayuda, errores de uso y códigos de salida.
//!
//! `clap` no tiene traducciones, pero deja cambiar casi todo. Lo que se puede
//! configurar se configura antes de leer los argumentos (módulos `command`,
//! `arg` y `usage`); los errores se cuentan de nuevo a partir de sus datos, no
//! de su texto (módulos `error`, `message` y `reason`).
//!
//! La ayuda se pide con `-h` o `--ayuda`, y `--help` también vale. Con `-h` sale
//! la breve y con las otras la completa, si las dos difieren. En un programa con
//! órdenes, `ayuda ORDEN` (o `help ORDEN`) muestra la de esa orden.
//!
//! Códigos de salida: 0 si se pidió la ayuda o la versión, 2 si el uso es
//! incorrecto.

mod arg;
mod command;
mod error;
mod message;
mod reason;
mod usage;

use clap::{Command, Parser, error::ErrorKind};
use std::ffi::OsString;

pub use error::{Error, Spanish};

/// Lee los argumentos del proceso; si no se pueden usar, lo cuenta y termina.
///
/// Termina con 0 tras mostrar la ayuda o la versión, y con 2 si el uso es
/// incorrecto.
pub fn parse<A: Parser>() -> A {
    try_parse_from(std::env::args_os()).unwrap_or_else(|error| error.exit())
}

/// Lee unos argumentos cualesquiera; el primero es el nombre del programa.
///
/// # Errores
/// La ayuda y la versión también llegan como error, como en `clap`: el error sabe
/// su texto (`to_string`), su código (`exit_code`) y por dónde sale (`print`).
pub fn try_parse_from<A, I, T>(args: I) -> Result<A, Error>
where
    A: Parser,
    I: IntoIterator<Item = T>,
    T: Into<OsString>,
{
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let command = prepare::<A>();
    let mut matches = command
        .clone()
        .try_get_matches_from(&args)
        .map_err(|error| error::translate(error, &command, &args))?;
    A::from_arg_matches_mut(&mut matches).map_err(|error| error::translate(error, &command, &args))
}

/// Un error de uso que solo el programa puede ver, contado como los demás.
///
/// Sirve para lo que `clap` no comprueba, como dos valores que no encajan entre
/// sí: `cli::usage_error::<Args>("la región no cabe en el archivo").exit()`.
pub fn usage_error<A: Parser>(message: impl Into<String>) -> Error {
    let args: Vec<OsString> = std::env::args_os().collect();
    let command = prepare::<A>();
    error::with_message(ErrorKind::ValueValidation, message.into(), &command, &args)
}

/// La orden de `clap` con todo lo suyo en español, lista para leer argumentos.
///
/// Para quien necesita el [`Command`] mismo, por ejemplo para documentarlo; sus
/// errores, en cambio, solo salen en español a través de [`try_parse_from`].
pub fn spanish(command: Command) -> Command {
    command::spanish(command)
}

fn prepare<A: Parser>() -> Command {
    let mut command = A::command();
    // El nombre que el programa se da a sí mismo, no el del archivo: no debe cambiar
    // porque alguien lo copie o lo compile con otro nombre.
    let name = command.get_name().to_owned();
    command.set_bin_name(name);
    command::spanish(command)
}
