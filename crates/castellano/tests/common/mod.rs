//! Una orden con un poco de todo, para ver en español cuanto `clap` sabe decir.

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Prueba todo lo que un programa puede pedir
#[derive(Debug, Parser)]
#[command(
    name = "ejemplo",
    version = "1.2.3",
    propagate_version = true,
    term_width = 80
)]
pub struct Example {
    /// Cuánto contar
    #[arg(long, short, action = clap::ArgAction::Count, global = true)]
    pub verboso: u8,
    #[command(subcommand)]
    pub order: Order,
}

#[derive(Debug, Subcommand)]
pub enum Order {
    /// Corrige los ejercicios
    #[command(visible_aliases = ["corregir", "p"])]
    Probar(Probar),
    /// Publica el libro
    ///
    /// Con la ayuda completa se ve este segundo párrafo, que explica con calma
    /// qué archivos se escriben y dónde.
    Publicar(Publicar),
}

#[derive(Debug, Args)]
pub struct Probar {
    /// Pasos que se corrigen
    #[arg(required = true)]
    pub paso: Vec<String>,
    /// Cómo se presenta el resultado
    #[arg(long, value_enum, default_value_t = Format::Texto, visible_alias = "forma")]
    pub formato: Format,
    /// Saludo que se escribe en la memoria compartida
    #[arg(long, default_value = "¡Hola, hijo!")]
    pub mensaje: String,
    /// Intentos
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=9))]
    pub intentos: Option<u8>,
    /// Tamaño de la región, en bytes
    #[arg(long)]
    pub bytes: Option<usize>,
    /// Un punto del plano
    #[arg(long, num_args = 2, value_names = ["X", "Y"])]
    pub punto: Option<Vec<i32>>,
    /// Varios nombres
    #[arg(long, num_args = 2..)]
    pub nombres: Option<Vec<String>>,
    /// No dice nada
    #[arg(long, conflicts_with = "bytes")]
    pub silencio: bool,
    /// Se escribe con el signo igual
    #[arg(long, require_equals = true)]
    pub igual: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Texto,
    Json,
}

#[derive(Debug, Args)]
pub struct Publicar {
    /// Tema del libro
    #[arg(long, value_enum, default_value_t = Theme::Claro)]
    pub tema: Theme,
    /// Puerto en el que se publica
    #[arg(long, help_heading = "Red", value_parser = port)]
    pub puerto: Option<u16>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Theme {
    /// Fondo blanco
    Claro,
    /// Fondo negro
    Oscuro,
}

fn port(text: &str) -> Result<u16, String> {
    match text.parse() {
        Ok(port) if port >= 1024 => Ok(port),
        Ok(_) => Err("los puertos por debajo de 1024 son del sistema".to_owned()),
        Err(_) => Err("no es un puerto".to_owned()),
    }
}

/// Los argumentos de una línea escrita como en la terminal.
pub fn line(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// Lo que el programa muestra con esos argumentos, que no llegan a ninguna orden.
pub fn shown(args: &str) -> castellano::cli::Error {
    castellano::cli::try_parse_from::<Example, _, _>(line(args))
        .expect_err("con estos argumentos el programa no sigue adelante")
}

/// Las palabras inglesas que `clap` escribiría: ninguna debe llegar al lector.
pub fn assert_no_english(text: &str) {
    const ENGLISH: [&str; 22] = [
        "Usage",
        "Options",
        "OPTIONS",
        "Commands",
        "COMMAND",
        "Arguments",
        "error:",
        "found",
        "invalid",
        "required",
        "default",
        "possible",
        "values",
        "aliases",
        "tip",
        "Print",
        "similar",
        "unexpected",
        "subcommand",
        "provided",
        "more",
        "cannot",
    ];
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != ':')
        .flat_map(|word| [word, word.trim_end_matches(':')])
        .collect();
    for english in ENGLISH {
        assert!(!words.contains(&english), "«{english}» en:\n{text}");
    }
}
