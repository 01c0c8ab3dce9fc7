//! Las opciones del programa del reto 5.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Deja un mensaje en una región con nombre, para quien venga después.
#[derive(Parser)]
#[command(name = "reto5", version)]
pub struct Args {
    /// Lo que deja escrito el primero
    #[arg(
        long,
        value_name = "TEXTO",
        default_value = "Cuando leas esto, yo ya no estaré."
    )]
    pub mensaje: String,
    /// Bytes de la región
    #[arg(long, value_name = "N", default_value = "4096")]
    pub bytes: NonZeroUsize,
    /// Cómo se llama la región
    #[arg(long, value_name = "/NOMBRE", default_value = "/taller-reto5")]
    pub nombre: String,
    /// Un proceso la abre mientras otro la crea
    #[arg(long, conflicts_with = "dos")]
    pub a_la_vez: bool,
    /// Dos procesos la crean a la vez, con el mismo nombre
    #[arg(long)]
    pub dos: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
