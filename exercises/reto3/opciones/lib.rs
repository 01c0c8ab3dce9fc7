//! Las opciones del programa del reto 3.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use std::num::NonZeroUsize;

use clap::Parser;

/// Pasa un registro de un proceso a otro por la memoria compartida.
#[derive(Parser)]
#[command(name = "reto3", version)]
pub struct Args {
    /// Lo que se publica; `\0` es un byte a cero
    #[arg(
        long,
        value_name = "TEXTO",
        default_value = r"Dentro cabe de todo:\0 hasta un cero."
    )]
    pub registro: String,
    /// Bytes de la región, con el prefijo: múltiplo de 4
    #[arg(long, value_name = "N", default_value = "64")]
    pub bytes: NonZeroUsize,
    /// El hijo mira mientras el padre publica
    #[arg(long)]
    pub a_la_vez: bool,
    /// El padre no publica nada: escribe en el prefijo que hay N bytes
    #[arg(long, value_name = "N", conflicts_with = "a_la_vez")]
    pub miente: Option<u32>,
    /// El padre publica y, mientras el hijo mira, cambia el prefijo a N bytes
    #[arg(long, value_name = "N", conflicts_with_all = ["a_la_vez", "miente"])]
    pub cambia: Option<u32>,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
