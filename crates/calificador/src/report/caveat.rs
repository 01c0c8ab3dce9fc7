//! Lo que le falta a una calificación, dicho en cada informe que depende de ello.

use super::StudentReport;
use crate::model::Manifest;

/// Algo que quien lee una nota tiene que saber de cómo se puso.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caveat {
    /// Se calificó sin la caja.
    Unboxed,
    /// Falta gente por calificar.
    Partial,
    /// No se recorrieron todos los órdenes de los procesos.
    NotExhaustive,
}

impl Caveat {
    /// Su nombre, para una casilla.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unboxed => "sin caja",
            Self::Partial => "parcial",
            Self::NotExhaustive => "no exhaustivo",
        }
    }

    /// Qué significa.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Unboxed => {
                "Calificado sin la caja: las entregas se ejecutaron con los permisos de quien \
                 calificaba, y pudieron interferir en su propia nota."
            }
            Self::Partial => "Informe parcial: todavía quedan trabajos por calificar.",
            Self::NotExhaustive => {
                "Veredicto no exhaustivo: no se pudieron recorrer todos los órdenes de los \
                 procesos, así que puede haber fallos que no se vieron."
            }
        }
    }
}

/// Lo que hay que decir de la clase entera.
pub fn for_class(manifest: &Manifest, partial: bool) -> Vec<Caveat> {
    let all = [
        (!manifest.boxed, Caveat::Unboxed),
        (partial, Caveat::Partial),
    ];
    all.into_iter()
        .filter_map(|(due, caveat)| due.then_some(caveat))
        .collect()
}

/// Lo que hay que decir de la nota de una persona, además de lo de la clase.
pub fn for_student(report: &StudentReport) -> Option<Caveat> {
    let judged_in_part = |grade: &crate::model::Grade| !grade.exhaustive;
    report
        .grades
        .values()
        .any(judged_in_part)
        .then_some(Caveat::NotExhaustive)
}

/// Los nombres de `caveats`, seguidos.
pub fn names(caveats: &[Caveat]) -> String {
    let names: Vec<&str> = caveats.iter().map(|caveat| caveat.name()).collect();
    names.join("; ")
}
