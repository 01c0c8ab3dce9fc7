//! Los códigos de veredicto. Son estables: otros programas los leen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Qué resultó de un trabajo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Code {
    /// Supera todas las comprobaciones.
    #[serde(rename = "BIEN")]
    Good,
    /// Compila y termina, pero alguna comprobación falla.
    #[serde(rename = "MAL")]
    Wrong,
    /// `rustc` lo rechaza, o no acaba con él dentro de sus límites.
    #[serde(rename = "NO_COMPILA")]
    DoesNotCompile,
    /// Se queda sin tiempo.
    #[serde(rename = "TIEMPO")]
    OutOfTime,
    /// Pide más memoria de la que hay para él.
    #[serde(rename = "MEMORIA")]
    OutOfMemory,
    /// Crea más procesos de los que puede.
    #[serde(rename = "PROCESOS")]
    TooManyProcesses,
    /// Una señal mata al programa.
    #[serde(rename = "SEÑAL")]
    Killed,
    /// Hace algo que no tiene que ver con el ejercicio y que no se permite.
    #[serde(rename = "PROHIBIDO")]
    Forbidden,
    /// No hay archivo que calificar.
    #[serde(rename = "NO_ENTREGADO")]
    NotSubmitted,
    /// Ha fallado la herramienta, no el trabajo. Nunca es un cero: se mira a mano.
    #[serde(rename = "INFRA")]
    Infra,
}

impl Code {
    /// Todos, en el orden en que se enseñan.
    pub const ALL: [Self; 10] = [
        Self::Good,
        Self::Wrong,
        Self::DoesNotCompile,
        Self::OutOfTime,
        Self::OutOfMemory,
        Self::TooManyProcesses,
        Self::Killed,
        Self::Forbidden,
        Self::NotSubmitted,
        Self::Infra,
    ];

    /// El nombre con el que se escribe en los informes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "BIEN",
            Self::Wrong => "MAL",
            Self::DoesNotCompile => "NO_COMPILA",
            Self::OutOfTime => "TIEMPO",
            Self::OutOfMemory => "MEMORIA",
            Self::TooManyProcesses => "PROCESOS",
            Self::Killed => "SEÑAL",
            Self::Forbidden => "PROHIBIDO",
            Self::NotSubmitted => "NO_ENTREGADO",
            Self::Infra => "INFRA",
        }
    }

    /// Si es un veredicto sobre el trabajo, y no la falta de uno.
    pub const fn is_verdict(self) -> bool {
        !matches!(self, Self::Infra)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_everywhere_the_same_way() {
        for code in Code::ALL {
            let json = serde_json::to_string(&code).unwrap();

            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
        }
    }
}
