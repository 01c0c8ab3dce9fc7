//! Las opciones del programa completo.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Un padre y un hijo comparten una página de memoria y se dicen algo.
#[derive(Parser)]
#[command(name = "programa", version)]
pub struct Args {
    /// Lo que el padre le dice al hijo
    #[arg(long, value_name = "TEXTO", default_value = "¡Hola, proceso hijo!")]
    pub mensaje: String,
    /// Tamaño de la región compartida, en bytes
    #[arg(long, value_name = "N", default_value = "4096")]
    pub bytes: NonZeroUsize,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
