//! Las opciones de `taller explorar`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use explorador::{Fault, ScheduleId};

/// Opciones de `explorar`.
#[derive(Debug, Args)]
pub struct Explorar {
    /// Cómo se cuenta lo que se encuentre
    #[arg(long, value_name = "FORMATO", value_enum, default_value_t = Format::Texto)]
    pub formato: Format,
    /// Solo los planes en los que se quita el turno N veces como mucho
    #[arg(long, value_name = "N", conflicts_with = "plan")]
    pub cota: Option<usize>,
    /// Reproduce este plan, copiado de un informe anterior, y nada más
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<ScheduleId>,
    /// Hace fallar una llamada: «fork:1:EAGAIN» es que el primer fork no pueda
    #[arg(long, value_name = "LLAMADA:N:ERRNO", conflicts_with = "plan")]
    pub fallo: Option<Fault>,
    /// Lo que el programa leerá por su entrada; sin ella, está vacía
    #[arg(long, value_name = "ARCHIVO")]
    pub entrada: Option<PathBuf>,
    /// Planes que se prueban como mucho
    #[arg(long, value_name = "N", conflicts_with = "plan", value_parser = at_least_one)]
    pub planes: Option<usize>,
    /// Segundos que se busca como mucho
    #[arg(long, value_name = "N", conflicts_with = "plan", value_parser = clap::value_parser!(u64).range(1..))]
    pub segundos: Option<u64>,
    /// Enseña cada acontecimiento, también lo que la biblioteca de C hace por dentro
    #[arg(long)]
    pub detalle: bool,
    /// El programa y sus argumentos
    #[arg(trailing_var_arg = true, required = true, value_name = "PROGRAMA")]
    pub programa: Vec<OsString>,
}

/// Cómo se cuenta lo que se encuentre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Una tabla de finales y el dibujo de los que importan
    Texto,
    /// El informe completo, para otros programas
    Json,
    /// El dibujo del final que más importa
    Svg,
}

fn at_least_one(text: &str) -> Result<usize, std::num::ParseIntError> {
    text.parse::<std::num::NonZeroUsize>()
        .map(std::num::NonZeroUsize::get)
}
