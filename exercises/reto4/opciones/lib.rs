//! Las opciones del programa del reto 4.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Pasa un mensaje por un búfer en el que no cabe entero.
#[derive(Parser)]
#[command(name = "reto4", version)]
pub struct Args {
    /// Lo que el padre le dice al hijo
    #[arg(
        long,
        value_name = "TEXTO",
        default_value = "Por aquí cabe todo, poco a poco."
    )]
    pub mensaje: String,
    /// Huecos del búfer
    #[arg(long, value_name = "N", default_value = "4")]
    pub huecos: NonZeroUsize,
    /// Repite el mensaje este número de veces
    #[arg(long, value_name = "N", default_value = "1")]
    pub veces: usize,
    /// Sin hijo: el mismo proceso pone el mensaje y después lo saca. Tiene que caber
    #[arg(long)]
    pub sin_hijo: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
