//! Hasta dónde se explora antes de parar y decirlo.

use std::time::Duration;

/// Lo que puede costar una exploración. Ningún límite se alcanza en silencio:
/// el informe dice cuál paró la búsqueda ([`crate::Report::stopped_by`]) y el
/// resultado dice cuál paró a un plan ([`crate::Outcome::limit`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Planes que se ejecutan como mucho en toda la exploración.
    pub schedules: usize,
    /// Tiempo de reloj de toda la exploración.
    pub time: Duration,
    /// Tiempo de procesador que un proceso puede gastar entre dos operaciones
    /// visibles antes de darlo por colgado (veredicto `timeout`).
    pub silence: Duration,
    /// Operaciones visibles de un plan.
    pub steps: usize,
    /// Bytes de salida (estándar y de error juntas) de un plan.
    pub output: usize,
    /// Procesos que un plan puede llegar a crear.
    pub processes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            schedules: 20_000,
            time: Duration::from_secs(60),
            silence: Duration::from_secs(2),
            steps: 20_000,
            output: 1 << 20,
            processes: 64,
        }
    }
}

/// Cuál de los límites se alcanzó.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LimitKind {
    /// [`Limits::schedules`].
    Schedules,
    /// [`Limits::time`].
    Time,
    /// [`Limits::silence`].
    Silence,
    /// [`Limits::steps`].
    Steps,
    /// [`Limits::output`].
    Output,
    /// [`Limits::processes`].
    Processes,
}

impl LimitKind {
    /// El nombre del límite en el JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schedules => "schedules",
            Self::Time => "time",
            Self::Silence => "silence",
            Self::Steps => "steps",
            Self::Output => "output",
            Self::Processes => "processes",
        }
    }

    /// Cuándo se alcanza depende de lo deprisa que vaya la máquina, y no solo del programa.
    pub(crate) fn depends_on_speed(self) -> bool {
        matches!(self, Self::Time | Self::Silence)
    }

    /// Lo que se le dice a una persona.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Schedules => "se alcanzó el número máximo de planes",
            Self::Time => "se agotó el tiempo de la exploración",
            Self::Silence => "un proceso calculó demasiado tiempo sin hacer nada visible",
            Self::Steps => "un plan superó el número máximo de operaciones visibles",
            Self::Output => "el programa escribió más de lo permitido",
            Self::Processes => "el programa creó demasiados procesos",
        }
    }
}
