//! El veredicto de un juez, leído de su JSON.

use serde::Deserialize;

/// Lo que dice el juez de un programa.
#[derive(Debug, Clone, Deserialize)]
pub struct Verdict {
    /// El paso que ha corregido.
    pub step: String,
    /// `false` si no pudo recorrer todos los órdenes posibles.
    pub exhaustive: bool,
    /// Lo que ha comprobado, en orden.
    pub checks: Vec<Check>,
}

/// Lo que resultó de una comprobación.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Check {
    pub id: String,
    pub title: String,
    pub status: Status,
    pub message: Option<Message>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Passed,
    Failed,
    /// El juez no pudo hacerla.
    Error,
}

/// El mensaje de un fallo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Message {
    pub expected: String,
    pub happened: String,
    pub cause: String,
    pub next: String,
    pub picture: Option<String>,
}

impl Message {
    /// Si en alguna de sus partes se lee `fragment`, sin mirar cómo se parten las
    /// líneas.
    pub fn says(&self, fragment: &str) -> bool {
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fragment = squeeze(fragment);
        [&self.expected, &self.happened, &self.cause, &self.next]
            .into_iter()
            .chain(&self.picture)
            .any(|part| squeeze(part).contains(&fragment))
    }
}

/// Lo que el juez dice que comprueba, con `--list`.
#[derive(Debug, Clone, Deserialize)]
pub struct Listing {
    pub step: String,
    pub checks: Vec<Listed>,
}

/// Una comprobación anunciada.
#[derive(Debug, Clone, Deserialize)]
pub struct Listed {
    pub id: String,
    pub title: String,
    pub weight: u32,
}
