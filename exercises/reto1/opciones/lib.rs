//! Las opciones del programa del reto 1.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Reserva una región con una guarda detrás, la llena y mira dónde acaba.
#[derive(Parser)]
#[command(name = "reto1", version)]
pub struct Args {
    /// Bytes de la región
    #[arg(long, value_name = "N", default_value = "9000")]
    pub bytes: NonZeroUsize,
    /// Un hijo escribe en el byte número N: si no es de la región, muere
    #[arg(long, value_name = "N")]
    pub toca: Option<usize>,
    /// Un hijo lee el byte número N: si no es de la región, muere
    #[arg(long, value_name = "N")]
    pub mira: Option<usize>,
    /// Reserva y suelta la región este número de veces
    #[arg(long, value_name = "N")]
    pub rondas: Option<u32>,
    /// Se queda esperando, con la región reservada, a que pulses Intro
    #[arg(long)]
    pub pausa: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
