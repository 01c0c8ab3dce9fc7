//! Las opciones del programa del reto 2.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use clap::Parser;

/// Suma los números del 1 al que se diga, repartidos entre varios hijos.
#[derive(Parser)]
#[command(name = "reto2", version)]
pub struct Args {
    /// Cuántos hijos se reparten la suma
    #[arg(long, value_name = "N", default_value = "4")]
    pub hijos: usize,
    /// El último número que se suma
    #[arg(long, value_name = "N", default_value = "100")]
    pub hasta: u32,
    /// Los hijos ignoran SIGTERM
    #[arg(long)]
    pub tercos: bool,
    /// El padre tiene además otro hijo, que no es de la cuadrilla
    #[arg(long)]
    pub vecino: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
