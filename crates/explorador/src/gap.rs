//! Por qué puede faltar un final aunque la búsqueda haya acabado.

use std::collections::BTreeSet;

/// Algo que el programa hizo y que no se puede recorrer entero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gap {
    /// Esperó mirando lo mismo una y otra vez, contando las veces o sin que se sepa si
    /// las cuenta: hay un plan por cada una, y solo se prueban los extremos.
    CountedLooks,
    /// Un temporizador que vence cada cierto tiempo: puede vencer cuantas veces quiera.
    RepeatingTimer,
    /// A un proceso le llegó una señal que atiende mientras calculaba: se prueba que le
    /// llegue al empezar y al acabar de calcular, y no en medio.
    InterruptedWork,
    /// Una copia privada (`MAP_PRIVATE`) de un archivo en el que otro puede escribir: no
    /// se ve cuándo se lee cada página.
    PrivateCopy,
    /// Varios esperaban a escribir en el mismo sitio: se les deja por orden de llegada.
    QueuedWriters,
}

/// Los motivos, sin repetir y siempre en el mismo orden.
pub(crate) type Gaps = BTreeSet<Gap>;

impl Gap {
    /// Su nombre en los informes para otros programas.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CountedLooks => "counted_looks",
            Self::RepeatingTimer => "repeating_timer",
            Self::InterruptedWork => "interrupted_work",
            Self::PrivateCopy => "private_copy",
            Self::QueuedWriters => "queued_writers",
        }
    }

    /// Qué pasa, para seguir a «no se probaron todos los órdenes:».
    pub const fn describe(self) -> &'static str {
        match self {
            Self::CountedLooks => {
                "un proceso espera mirando lo mismo muchas veces, y no se prueba cada una"
            }
            Self::RepeatingTimer => "un temporizador periódico puede vencer cuantas veces quiera",
            Self::InterruptedWork => {
                "una señal puede llegar en mitad de un cálculo, y solo se prueba antes y después"
            }
            Self::PrivateCopy => {
                "no se ve cuándo se lee cada página de la copia privada de un archivo"
            }
            Self::QueuedWriters => {
                "varios procesos esperan a escribir en el mismo sitio, y pasan por orden de llegada"
            }
        }
    }
}
