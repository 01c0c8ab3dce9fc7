//! Las opciones del programa del paso 3.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Pasa un mensaje de un proceso a otro por memoria compartida.
#[derive(Parser)]
#[command(name = "paso3", version)]
pub struct Args {
    /// Lo que el padre le dice al hijo
    #[arg(long, value_name = "TEXTO", default_value = "¡Hola, hijo!")]
    pub mensaje: String,
    /// Tamaño de la región, en bytes
    #[arg(long, value_name = "N", default_value = "4096")]
    pub bytes: NonZeroUsize,
    /// Responde a los casos que llegan por la entrada estándar (lo usa el juez)
    #[arg(long)]
    pub dialogo: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
