//! Las órdenes, una por módulo.

mod construir;
mod revisar;
mod servir;

use anyhow::Result;

use crate::cli::{Command, Line, Servir};
use crate::explore;

/// Hace lo que pide la línea de órdenes.
pub fn run(line: Line) -> Result<()> {
    match line.command.unwrap_or(Command::Servir(Servir::default())) {
        Command::Servir(options) => servir::run(&options),
        Command::Construir(options) => construir::run(&options),
        Command::Explorar(options) => explore::run(&options),
        Command::Revisar(options) => revisar::run(&options),
    }
}
