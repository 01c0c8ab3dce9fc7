//! Las opciones del programa del paso 5.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Comparte un mensaje y devuelve la memoria, una vez en cada proceso.
#[derive(Parser)]
#[command(name = "paso5", version)]
pub struct Args {
    /// Lo que el padre le dice al hijo
    #[arg(long, value_name = "TEXTO", default_value = "Recoge antes de irte.")]
    pub mensaje: String,
    /// Tamaño de la región del mensaje, en bytes
    #[arg(long, value_name = "N", default_value = "4096")]
    pub bytes: NonZeroUsize,
    /// Reserva y libera N veces y cuenta las proyecciones antes y después
    #[arg(long, value_name = "N", conflicts_with = "abandona")]
    pub rondas: Option<u32>,
    /// Se va por un camino de error, con la región reservada y sin llamar a release
    #[arg(long)]
    pub abandona: bool,
    /// Espera a que pulses Intro antes de terminar, para mirar /proc/PID/maps
    #[arg(long)]
    pub pausa: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
