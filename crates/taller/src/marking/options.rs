//! Las opciones de `taller calificar` y de `taller reunir`.

use std::path::PathBuf;

use calificador::report::Format;
use calificador::run::Part;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

/// Opciones de `calificar`.
#[derive(Debug, Args)]
pub struct Calificar {
    /// La descarga de Moodle (el zip o su carpeta), una carpeta con lo de cada persona, o
    /// un solo archivo
    #[arg(value_name = "ENTREGAS", required_unless_present = "ejemplo")]
    pub entregas: Option<PathBuf>,
    /// Califica la clase de ejemplo que viene con el curso
    #[arg(long, conflicts_with_all = ["entregas", "tarea", "pasos", "hoja"])]
    pub ejemplo: bool,
    /// Los pasos que se piden, si no hay tarea que lo diga [por omisión: todos]
    #[arg(
        long,
        value_name = "PASO",
        value_delimiter = ',',
        conflicts_with = "tarea"
    )]
    pub pasos: Vec<String>,
    /// La carpeta de trabajo y de los informes [por omisión: ENTREGAS-calificado]
    #[arg(long, value_name = "CARPETA")]
    pub salida: Option<PathBuf>,
    #[command(flatten)]
    pub informes: Informes,
    /// Solo esta persona (su número, correo, usuario o nombre) o este paso; se puede repetir
    #[arg(long, value_name = "QUIÉN")]
    pub solo: Vec<String>,
    /// También lo que ya tiene veredicto
    #[arg(long)]
    pub otra_vez: bool,
    /// Solo la parte I de N, para repartir la clase entre varias máquinas
    #[arg(long, value_name = "I/N", conflicts_with_all = ["parcial", "formato", "solo"])]
    pub parte: Option<Part>,
    /// Ejecuta las entregas con tus permisos: solo para archivos tuyos
    #[arg(long)]
    pub sin_caja: bool,
    /// Cuántas entregas a la vez [por omisión: una por procesador]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub trabajadores: Option<u16>,
}

/// Opciones de `reunir`.
#[derive(Debug, Args)]
pub struct Reunir {
    /// Las carpetas de las partes, o la que las tiene dentro
    #[arg(value_name = "CARPETA", required = true)]
    pub carpetas: Vec<PathBuf>,
    /// La carpeta de los informes [por omisión: CARPETA, si es una sola]
    #[arg(long, value_name = "CARPETA")]
    pub salida: Option<PathBuf>,
    #[command(flatten)]
    pub informes: Informes,
}

/// Las notas que se ponen y los informes que se escriben.
#[derive(Debug, Args)]
pub struct Informes {
    /// La tarea: pasos, pesos, plazo y escala (la escribe «taller tarea nueva»)
    #[arg(long, value_name = "ARCHIVO")]
    pub tarea: Option<PathBuf>,
    /// La hoja de calificaciones descargada de Moodle, para devolverla rellenada
    #[arg(long, value_name = "ARCHIVO")]
    pub hoja: Option<PathBuf>,
    /// Los informes que se quieren [por omisión: html,csv,json,moodle]
    #[arg(
        long,
        value_name = "FORMATO",
        value_delimiter = ',',
        value_enum,
        hide_default_value = true
    )]
    pub formato: Vec<Report>,
    /// Informes aunque falte algo por calificar; lo dicen en su nombre
    #[arg(long)]
    pub parcial: bool,
}

impl Informes {
    /// Los formatos pedidos, sin repetir; los de siempre si no se pide ninguno.
    pub fn formats(&self) -> Vec<Format> {
        if self.formato.is_empty() {
            return Format::DEFAULT.to_vec();
        }
        let wanted = |format: &Format| self.formato.contains(&Report(*format));
        Format::ALL.into_iter().filter(wanted).collect()
    }
}

/// Un formato de informe, como se pide en la línea de órdenes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report(pub Format);

/// Todos, para que se puedan enumerar.
const REPORTS: [Report; Format::ALL.len()] = {
    let mut all = [Report(Format::Html); Format::ALL.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = Report(Format::ALL[at]);
        at += 1;
    }
    all
};

impl ValueEnum for Report {
    fn value_variants<'a>() -> &'a [Self] {
        &REPORTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            Format::Html => "El resumen de la clase y una página por persona",
            Format::Csv => "Todas las notas, para una hoja de cálculo",
            Format::Json => "Todo, para otros programas",
            Format::Moodle => "Para importar desde el calificador de Moodle",
            Format::Gradescope => "Un results.json de Gradescope por persona",
            Format::Classroom => "GitHub Classroom, por persona",
            Format::Vpl => "VPL de Moodle, por persona",
            Format::Junit => "JUnit XML",
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}
