//! Las órdenes, una por módulo.

mod construir;
mod estado;
mod pista;
mod probar;
mod reiniciar;
mod revisar;
mod servir;
mod tarea;
mod vigilar;

use anyhow::Result;

use crate::cli::{Command, Line, Servir, Tarea};
use crate::{explore, marking};

/// Hace lo que pide la línea de órdenes.
pub fn run(line: Line) -> Result<()> {
    match line.command.unwrap_or(Command::Servir(Servir::default())) {
        Command::Servir(options) => servir::run(&options),
        Command::Construir(options) => construir::run(&options),
        Command::Probar(options) => probar::run(&options),
        Command::Vigilar(options) => vigilar::run(&options),
        Command::Estado => estado::run(),
        Command::Pista(options) => pista::run(&options),
        Command::Reiniciar(options) => reiniciar::run(&options),
        Command::Explorar(options) => explore::run(&options),
        Command::Revisar(options) => revisar::run(&options),
        Command::Calificar(options) => marking::grade(&options),
        Command::Reunir(options) => marking::merge(&options),
        Command::Tarea(Tarea::Nueva(options)) => tarea::new(&options),
    }
}
