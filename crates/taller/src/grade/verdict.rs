//! El veredicto de un juez, como lo cuenta en su JSON.

use serde::{Deserialize, Serialize};

/// Lo que ha decidido el juez de un paso.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Puntos conseguidos.
    pub points: u32,
    /// Puntos posibles, de las comprobaciones hechas.
    pub max_points: u32,
    /// `false` si no se pudieron recorrer todos los órdenes posibles.
    pub exhaustive: bool,
    /// Por qué no, si no se pudieron.
    #[serde(default)]
    pub gaps: Vec<String>,
    /// Consejos que no quitan puntos.
    #[serde(default)]
    pub advice: Vec<String>,
    /// Las comprobaciones, en orden.
    pub checks: Vec<Check>,
}

/// Lo que resultó de una comprobación.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Nombre corto: `compartida`.
    pub id: String,
    /// La frase que dice qué se comprueba.
    pub title: String,
    /// Cómo salió.
    pub status: Status,
    /// Puntos conseguidos.
    pub points: u32,
    /// Puntos que vale.
    pub weight: u32,
    /// La explicación, si no salió bien.
    pub message: Option<Message>,
}

/// Cómo salió una comprobación.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Bien.
    Passed,
    /// Mal: es cosa del programa.
    Failed,
    /// No se pudo hacer: es cosa del juez.
    Error,
}

/// La explicación de un fallo, en cuatro partes y con su dibujo si lo hay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub expected: String,
    pub happened: String,
    pub cause: String,
    pub next: String,
    /// La línea del archivo del ejercicio en la que hay que ponerse, si se sabe.
    pub line: Option<u32>,
    pub section: String,
    pub picture: Option<String>,
    pub replay: Option<String>,
}

impl Verdict {
    /// Cuántas comprobaciones salieron así.
    pub fn count(&self, status: Status) -> usize {
        self.checks.iter().filter(|c| c.status == status).count()
    }

    /// El código con el que tiene que terminar un juez que dice esto.
    pub fn owed_code(&self) -> i32 {
        if self.count(Status::Error) > 0 {
            3
        } else {
            i32::from(self.count(Status::Failed) > 0)
        }
    }
}
