//! La línea de órdenes: qué se puede pedir y cómo se llama.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Memoria compartida entre procesos, paso a paso: el libro y sus ejercicios.
#[derive(Debug, Parser)]
#[command(
    name = "taller",
    version,
    after_help = "Sin ninguna orden, «taller» abre el libro, como «taller servir»."
)]
pub struct Line {
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Las órdenes del taller.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Abre el libro en el navegador, desde esta misma máquina
    Servir(Servir),
    /// Construye el libro como páginas sueltas, para cualquier servidor web
    Construir(Construir),
}

/// Opciones de `servir`.
#[derive(Debug, Args)]
pub struct Servir {
    /// Puerto en el que escuchar; si está ocupado, se usa el siguiente libre
    #[arg(long, value_name = "N", default_value_t = Servir::PORT, value_parser = clap::value_parser!(u16).range(1..))]
    pub puerto: u16,
    /// No abre el navegador: solo dice la dirección
    #[arg(long)]
    pub sin_abrir: bool,
}

impl Servir {
    /// Un puerto que no suele usar nadie más.
    const PORT: u16 = 3210;
}

impl Default for Servir {
    fn default() -> Self {
        Self {
            puerto: Self::PORT,
            sin_abrir: false,
        }
    }
}

/// Opciones de `construir`.
#[derive(Debug, Args)]
pub struct Construir {
    /// Carpeta donde dejar el libro [por omisión: target/libro]
    #[arg(long, value_name = "CARPETA")]
    pub destino: Option<PathBuf>,
}

/// Lee la línea de órdenes; si está mal escrita, lo explica y termina con 2.
pub fn parse() -> Line {
    castellano::cli::parse()
}
