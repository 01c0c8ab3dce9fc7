//! Las opciones del programa del paso 4.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;
use nix::sys::signal::Signal;

/// Escribe un mensaje después de crear al hijo, sin que el hijo lea antes de tiempo.
#[derive(Parser)]
#[command(name = "paso4", version)]
pub struct Args {
    /// Lo que el padre le dice al hijo
    #[arg(long, value_name = "TEXTO", default_value = "Nos vemos en la puerta.")]
    pub mensaje: String,
    /// Tamaño de la región del mensaje, en bytes
    #[arg(long, value_name = "N", default_value = "4096")]
    pub bytes: NonZeroUsize,
    /// Código con el que termina el hijo
    #[arg(long, value_name = "N", default_value = "0")]
    pub codigo: u8,
    /// Señal con la que el hijo se mata después de leer (SIGKILL, SIGTERM…)
    #[arg(long, value_name = "SEÑAL")]
    pub senal: Option<Signal>,
    /// Recoge al hijo dos veces: la segunda tiene que fallar con ECHILD
    #[arg(long)]
    pub otra_vez: bool,
    /// Crea antes otro hijo, que termina enseguida con código 99
    #[arg(long)]
    pub hermano: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
