//! Las opciones del programa del paso 2.
//!
//! En una caja aparte, para que se compilen una vez y no después de cada cambio de quien
//! hace el ejercicio: interpretarlas es más código que todo lo demás.

use clap::Parser;

/// Crea un hijo que saluda y termina con el código que le pidas.
#[derive(Parser)]
#[command(name = "paso2", version)]
pub struct Args {
    /// Código con el que termina el hijo
    #[arg(long, value_name = "N", default_value = "7")]
    pub codigo: u8,
    /// El hijo entra en pánico en lugar de terminar bien
    #[arg(long)]
    pub panico: bool,
    /// No muestra los PID, que cambian en cada ejecución
    #[arg(long)]
    pub sin_pid: bool,
}

impl Args {
    /// Las que se dieron al ejecutar el programa. Si no se entienden, lo dice y termina.
    pub fn read() -> Self {
        castellano::cli::parse()
    }
}
