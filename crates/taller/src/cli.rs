//! La línea de órdenes: qué se puede pedir y cómo se llama.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::explore::Explorar;

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
    /// Lleva un programa con fork por todos sus órdenes y dibuja en qué acaba
    #[command(
        long_about = "Lleva un programa con fork, en cualquier lenguaje y sin modificarlo, por todos \
                      los órdenes de ejecución que importan, y dibuja en qué acaba cada uno.\n\n\
                      Termina con 0 si hay un solo final y nada está mal, con 1 si hay varios finales \
                      o algo está mal, con 2 si la orden está mal escrita y con 3 si no se pudo \
                      explorar.",
        after_help = "Ejemplo: taller explorar -- ./carrera --bytes 64"
    )]
    Explorar(Explorar),
    /// Comprueba que el curso corrige bien: es para quien lo mantiene
    #[command(
        long_about = "Comprueba que el curso corrige bien: que cada solución lo supera todo, que cada \
                      esqueleto compila y no supera nada, que cada respuesta equivocada conocida \
                      falla donde dice su cabecera y en ningún otro sitio, que las alternativas se \
                      aceptan, y que a ningún paso le faltan capítulo, pistas o pesos.\n\n\
                      Termina con 0 si no hay discrepancias, con 1 si las hay y con 3 si algo se ha \
                      quedado sin revisar."
    )]
    Revisar(Revisar),
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

/// Opciones de `revisar`.
#[derive(Debug, Args)]
pub struct Revisar {
    /// Revisa solo este paso; se puede repetir
    #[arg(long, value_name = "PASO")]
    pub solo: Vec<String>,
    /// Corrige un archivo cualquiera de un paso y muestra lo que vería el estudiante
    #[arg(long, value_name = "ARCHIVO", conflicts_with = "solo")]
    pub ver: Option<PathBuf>,
}

/// Lee la línea de órdenes; si está mal escrita, lo explica y termina con 2.
pub fn parse() -> Line {
    castellano::cli::parse()
}
