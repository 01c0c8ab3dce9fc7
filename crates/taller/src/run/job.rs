//! Lo que pide una página: un programa entero y en qué lenguaje está.

use serde::Deserialize;

/// Un programa para ejecutar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// En qué está escrito.
    pub language: Language,
    /// El programa.
    pub code: String,
    /// Lo que se le pasa en la línea de órdenes.
    #[serde(default)]
    pub arguments: Vec<String>,
}

/// Para qué se quiere el programa.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Ejecutarlo una vez, como salga.
    Run,
    /// Llevarlo por todos sus órdenes.
    Explore,
}

/// Los lenguajes que se ejecutan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Rust,
    C,
}

impl Language {
    /// El nombre del fichero que verá el lector en los mensajes del compilador.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rust => "programa.rs",
            Self::C => "programa.c",
        }
    }
}
