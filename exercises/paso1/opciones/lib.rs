//! Las opciones del programa del paso 1.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Reserva memoria compartida y deja que un hijo escriba en ella.
#[derive(Parser)]
#[command(name = "paso1", version)]
pub struct Args {
    /// Tamaño de la región, en bytes
    #[arg(long, value_name = "N", default_value = "4096")]
    pub bytes: NonZeroUsize,
    /// Lo que escribe el hijo en la región
    #[arg(long, value_name = "TEXTO", default_value = "¡Hola desde el hijo!")]
    pub mensaje: String,
    /// Espera a que pulses Intro después de reservar, para mirar /proc/PID/maps
    #[arg(long)]
    pub pausa: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
