//! El veredicto de un paso: el dato del que salen los informes.

use std::time::Duration;

use crate::failure::{CheckResult, FailureKind};
use crate::seen::Seen;

/// Lo que se ha decidido sobre una comprobación.
#[derive(Debug, Clone)]
pub struct CheckVerdict {
    /// Nombre corto, el que se escribe en la orden: `compartida`.
    pub id: &'static str,
    /// La frase que dice qué se comprueba.
    pub title: &'static str,
    /// Puntos que vale.
    pub weight: u32,
    /// Qué resultó.
    pub result: CheckResult,
    /// Lo que se vio al hacerla.
    pub seen: Seen,
    /// Lo que tardó.
    pub duration: Duration,
}

impl CheckVerdict {
    /// Los puntos conseguidos: todos o ninguno.
    pub fn points(&self) -> u32 {
        if self.result.is_ok() { self.weight } else { 0 }
    }

    /// Si lo que falló fue el juez y no el programa.
    pub fn is_tool_failure(&self) -> bool {
        matches!(&self.result, Err(failure) if failure.kind == FailureKind::Tool)
    }
}

/// Lo que se ha decidido sobre un paso.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Nombre del paso.
    pub step: &'static str,
    /// Su título.
    pub title: &'static str,
    /// Las comprobaciones, en orden.
    pub checks: Vec<CheckVerdict>,
    /// Cuántas dejó fuera el filtro de la orden.
    pub filtered_out: usize,
    /// Por qué alguna se hizo sin recorrer todos los órdenes posibles; vacío si todas
    /// los recorrieron.
    pub gaps: Vec<String>,
    /// Consejos que no quitan puntos.
    pub advice: Vec<&'static str>,
    /// Lo que tardó todo.
    pub duration: Duration,
}

impl Verdict {
    /// ¿Se hicieron todas recorriendo todos los órdenes posibles?
    pub fn exhaustive(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Puntos conseguidos.
    pub fn points(&self) -> u32 {
        self.checks.iter().map(CheckVerdict::points).sum()
    }

    /// Puntos posibles.
    pub fn max_points(&self) -> u32 {
        self.checks.iter().map(|check| check.weight).sum()
    }

    /// Cuántas comprobaciones falló el programa.
    pub fn failed(&self) -> usize {
        self.checks
            .iter()
            .filter(|check| check.result.is_err())
            .count()
            - self.unchecked()
    }

    /// Cuántas no pudo hacer el juez.
    pub fn unchecked(&self) -> usize {
        self.checks
            .iter()
            .filter(|check| check.is_tool_failure())
            .count()
    }

    /// El código de salida: 0 todo bien, 1 algo falla, 3 ha fallado el juez.
    pub fn exit_code(&self) -> u8 {
        if self.unchecked() > 0 {
            3
        } else {
            u8::from(self.failed() > 0)
        }
    }
}
