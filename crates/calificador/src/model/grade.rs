//! El resultado de un trabajo: lo que va al diario y de lo que salen los informes.

use serde::{Deserialize, Serialize};

use super::Code;

/// Lo que se decidió sobre un trabajo (un paso de una entrega).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grade {
    /// El veredicto.
    pub code: Code,
    /// Los puntos conseguidos, de `max_points`.
    pub points: u32,
    /// Los puntos que vale el paso: la suma de los de sus comprobaciones.
    pub max_points: u32,
    /// Las comprobaciones, en orden. Vacío si no se llegó a juzgar.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Por qué no compila.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compile_problems: Vec<CompileProblem>,
    /// Una frase para quien lee el informe: por qué es este código y no otro. En
    /// `Infra`, qué ha fallado de lo nuestro.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Si la concurrencia se juzgó en todos los órdenes que importan.
    pub exhaustive: bool,
    /// Por qué no, si no fue así.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Lo que se tardó en compilarlo y juzgarlo, en milisegundos.
    pub duration_ms: u64,
}

/// El resultado de una comprobación.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Nombre corto: `mensaje`.
    pub id: String,
    /// La frase que dice qué se comprueba.
    pub title: String,
    /// Si la supera.
    pub passed: bool,
    /// Los puntos conseguidos: todos o ninguno.
    pub points: u32,
    /// Los puntos que vale.
    pub weight: u32,
    /// Por qué no la supera. Su texto puede traer letras de la entrega, ya acotadas:
    /// quien lo enseñe tiene que escaparlo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// Un fallo, contado en las mismas partes que en la terminal del estudiante.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Explanation {
    /// Qué se esperaba.
    pub expected: String,
    /// Qué ocurrió.
    pub happened: String,
    /// La causa probable.
    pub cause: String,
    /// El siguiente paso.
    pub next: String,
    /// La sección del capítulo donde se explica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// El dibujo del orden que falla, en texto de 80 columnas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// El mismo dibujo en SVG, si el juez lo da.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_svg: Option<String>,
    /// La orden que lo repite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<String>,
}

/// Un error de compilación, explicado.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompileProblem {
    /// El código del compilador: `E0308`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// La línea de la entrega, contando desde 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// La explicación en español, si la hay para ese código.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// El texto del compilador, entero (acotado).
    pub text: String,
}

impl Grade {
    /// Los puntos que cuentan: nunca más de los que vale, y ninguno sin veredicto.
    pub fn earned(&self) -> u32 {
        if self.code.is_verdict() {
            self.points.min(self.max_points)
        } else {
            0
        }
    }

    /// Un resultado sin puntos ni comprobaciones, con su razón.
    pub fn unjudged(code: Code, max_points: u32, reason: impl Into<String>) -> Self {
        Self {
            code,
            points: 0,
            max_points,
            checks: Vec::new(),
            compile_problems: Vec::new(),
            reason: Some(reason.into()),
            exhaustive: true,
            gaps: Vec::new(),
            duration_ms: 0,
        }
    }
}
