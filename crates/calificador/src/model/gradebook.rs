//! De dónde leen los informes los resultados.

use anyhow::Result;

use super::{Entry, Grade};

/// Los resultados de todos los trabajos de un manifiesto.
///
/// Se piden de uno en uno, y quien los da los lee del disco cada vez: una clase entera
/// con sus dibujos no tiene por qué caber en la memoria.
pub trait GradeBook {
    /// El resultado de `step` en la entrega `entry`. Lo que no se entregó es
    /// [`super::Code::NotSubmitted`]; lo que aún no se ha calificado, `None`, y eso
    /// solo ocurre en un informe parcial.
    ///
    /// # Errores
    /// Si no se puede leer.
    fn grade(&self, entry: &Entry, step: &str) -> Result<Option<Grade>>;
}
